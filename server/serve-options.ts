// The words after `serve`.

import { StartupError } from "./base/errors.ts";
import { readWords } from "./commands/read-words.ts";

const SERVICES = ["http", "smtp", "queue", "jobs"] as const;
type Service = (typeof SERVICES)[number];

export interface ServeOptions {
  services: ReadonlySet<Service>;
  /** With the organisation to try, and nothing leaves the machine. */
  demo: boolean;
}

export function readServeOptions(words: string[]): ServeOptions {
  const shape = { usage: `serve [--services ${SERVICES.join(",")}]`, positions: [], options: ["services"] } as const;
  const given = readWords(
    words.filter((word) => word !== "--demo"),
    shape,
  );
  const wanted = given.services?.split(",") ?? SERVICES;
  const services = SERVICES.filter((service) => wanted.includes(service));
  if (services.length !== wanted.length) throw new StartupError(`--services takes any of ${SERVICES.join(",")}.`);
  return { services: new Set(services), demo: words.includes("--demo") };
}
