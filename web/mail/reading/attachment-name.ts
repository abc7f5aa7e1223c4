// What a file is called that came without a name: so that the computer it is saved on knows a program for it.

import type { Catalogue } from "../../i18n/catalogue.ts";

const EXTENSIONS: Readonly<Record<string, string>> = { "text/calendar": ".ics", "message/rfc822": ".eml" };

export function attachmentName({ name, type }: { name: string | null; type: string }, t: Catalogue): string {
  return name || t.frame.unnamedFile + (EXTENSIONS[type] ?? "");
}
