// RFC 6068: a mailto address as the beginning of a message. It comes from strangers: only what a person sees and can change before
// sending is taken from it, and bounded.

import { parseRecipients } from "../../client/compose/parse-recipients.ts";
import type { EmailAddress } from "../../client/types.ts";
import { decodePercent } from "../state/decode-percent.ts";

export type MailtoStart = { to: EmailAddress[]; cc: EmailAddress[]; subject: string; text: string };

const LONGEST_TEXT = 10_000;

export function parseMailto(href: string): MailtoStart {
  const [address = "", query = ""] = href.replace(/^mailto:/i, "").split(/\?(.*)/s, 2);
  const fields = query.split("&").map((field): [string, string] => {
    const [name = "", value = ""] = field.split(/=(.*)/s, 2);
    return [name.toLowerCase(), decodePercent(value).slice(0, LONGEST_TEXT)];
  });
  const of = (wanted: string): string[] => fields.filter(([name]) => name === wanted).map(([, value]) => value);
  return {
    to: parseRecipients([decodePercent(address), ...of("to")].join("\n")),
    cc: parseRecipients(of("cc").join("\n")),
    subject: (of("subject")[0] ?? "").replace(/[\r\n]+/g, " "),
    text: (of("body")[0] ?? "").replace(/\r\n?/g, "\n"),
  };
}
