// The words of a command line, checked: positions by name, options by name.

import { parseArgs } from "node:util";

import { messageOf, StartupError } from "../base/errors.ts";

/** StartupError with the usage when a position is missing, one is too many, or an option is unknown or without its value. */
export function readWords<Position extends string, Option extends string>(
  words: string[],
  shape: { usage: string; positions: readonly Position[]; options?: readonly Option[] },
): Record<Position, string> & Partial<Record<Option, string>> {
  const { usage, positions, options = [] } = shape;
  const fail = (problem: string) => new StartupError(`${problem}\nUsage: surel ${usage}`);
  const known = Object.fromEntries(options.map((name) => [name, { type: "string" } as const]));
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: words, options: known, allowPositionals: true, strict: true });
  } catch (error) {
    throw fail(messageOf(error).split(". ", 1)[0] ?? "");
  }
  if (parsed.positionals.length < positions.length)
    throw fail(`${positions[parsed.positionals.length] ?? ""} is missing.`);
  if (parsed.positionals.length > positions.length)
    throw fail(`"${parsed.positionals.at(-1) ?? ""}" is one word too many.`);
  const named = Object.fromEntries(positions.map((name, index) => [name, parsed.positionals[index]]));
  return { ...parsed.values, ...named } as Record<Position, string> & Partial<Record<Option, string>>;
}
