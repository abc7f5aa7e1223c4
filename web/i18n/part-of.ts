// One part of every language.
import type { Language } from "./languages.ts";

export function partOf<Code extends string, Name extends keyof Language>(
  languages: Readonly<Record<Code, Language>>,
  name: Name,
): Readonly<Record<Code, Language[Name]>> {
  const entries = Object.entries<Language>(languages).map(([code, language]) => [code, language[name]]);
  return Object.fromEntries(entries) as Record<Code, Language[Name]>;
}
