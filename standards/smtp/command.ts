// Commands, RFC 5321 §4.1, with the parameters of the extensions. Parsing only: what a command means in its place is the
// server's.
import { parseDomain, parseMailbox } from "../address/mailbox.ts";
import type { Mailbox } from "../address/types.ts";

/** Keywords in upper case; null for one without a value (RFC 5321 §4.1.2 esmtp-param). */
export type Parameters = ReadonlyMap<string, string | null>;

export type Command =
  | { verb: "EHLO" | "HELO"; domain: string }
  /** `path` null is the null reverse-path "<>". */
  | { verb: "MAIL"; path: Mailbox | null; parameters: Parameters }
  /** `path` "postmaster" is the reserved mailbox without a domain, RFC 5321 §4.5.1. */
  | { verb: "RCPT"; path: Mailbox | "postmaster"; parameters: Parameters }
  | { verb: "AUTH"; mechanism: string; initialResponse: string | null }
  | { verb: "VRFY" | "EXPN"; text: string }
  | { verb: "DATA" | "RSET" | "NOOP" | "QUIT" | "HELP" | "STARTTLS" }
  | { verb: "invalid"; problem: "unknownVerb" | "syntax" | "mailbox" | "parameter" };

const invalid = (problem: "unknownVerb" | "syntax" | "mailbox" | "parameter"): Command => ({
  verb: "invalid",
  problem,
});

/** The command on a line without its CRLF. Verbs and keywords in any case, RFC 5321 §2.4. */
export function parseCommand(line: string): Command {
  const [, word = "", rest = ""] = /^([A-Za-z]+)(?:[ \t]+(.*))?$/.exec(line.trimEnd()) ?? [];
  const verb = word.toUpperCase();
  switch (verb) {
    case "EHLO":
    case "HELO":
      return parseGreeting(verb, rest);
    case "MAIL":
      return parseMail(rest);
    case "RCPT":
      return parseRecipient(rest);
    case "AUTH":
      return parseAuth(rest);
    case "DATA":
    case "RSET":
    case "QUIT":
    case "STARTTLS":
      return rest === "" ? { verb } : invalid("syntax");
    case "NOOP":
    case "HELP":
      return { verb };
    case "VRFY":
    case "EXPN":
      return rest === "" ? invalid("syntax") : { verb, text: rest };
    default:
      return invalid("unknownVerb");
  }
}

/** What a client calls itself is not trusted, so anything that could be a name will do; many are none by RFC 5321 §4.1.1.1. */
function parseGreeting(verb: "EHLO" | "HELO", text: string): Command {
  const name = text.split(/[ \t]/, 1)[0] ?? "";
  const domain = parseDomain(name) ?? (/^[\x21-\x7e]{1,255}$/.test(name) ? name : null);
  return domain === null ? invalid("syntax") : { verb, domain };
}

function parseMail(text: string): Command {
  const argument = splitPath(/^FROM:[ ]*/i, text);
  if (!argument) return invalid("syntax");
  const parameters = parseParameters(argument.after);
  if (!parameters) return invalid("parameter");
  if (argument.path === "") return { verb: "MAIL", path: null, parameters };
  const path = parseMailbox(argument.path);
  return path ? { verb: "MAIL", path, parameters } : invalid("mailbox");
}

function parseRecipient(text: string): Command {
  const argument = splitPath(/^TO:[ ]*/i, text);
  if (!argument) return invalid("syntax");
  const parameters = parseParameters(argument.after);
  if (!parameters) return invalid("parameter");
  if (argument.path.toLowerCase() === "postmaster") return { verb: "RCPT", path: "postmaster", parameters };
  const path = parseMailbox(argument.path);
  return path ? { verb: "RCPT", path, parameters } : invalid("mailbox");
}

/**
 * What is between the angle brackets, without a source route (RFC 5321 §4.1.1.3: accepted and ignored), and what follows.
 * A space after the colon is let pass, against §3.3: too many programs write one.
 */
function splitPath(start: RegExp, text: string): { path: string; after: string } | null {
  const prefix = start.exec(text);
  if (!prefix || text[prefix[0].length] !== "<") return null;
  const from = prefix[0].length + 1;
  let isQuoted = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\" && isQuoted) at++;
    else if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === ">" && !isQuoted) {
      const path = text.slice(from, at).replace(/^@[^:"]*:/, "");
      return { path, after: text.slice(at + 1) };
    }
  }
  return null;
}

const maxParameters = 16;

function parseParameters(text: string): Parameters | null {
  const parameters = new Map<string, string | null>();
  if (text !== "" && !/^[ \t]/.test(text)) return null;
  const words = text.split(/[ \t]+/).filter((word) => word !== "");
  for (const word of words) {
    // RFC 5321 §4.1.2 esmtp-value; RFC 6531 §3.3 lets it be UTF-8.
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([\x21-\x3c\x3e-\x7e\u{80}-\u{10ffff}]+))?$/u.exec(word);
    const keyword = match?.[1]?.toUpperCase();
    if (!match || keyword === undefined || parameters.has(keyword)) return null;
    parameters.set(keyword, match[2] ?? null);
  }
  return words.length > maxParameters ? null : parameters;
}

function parseAuth(text: string): Command {
  const [mechanism = "", initialResponse, ...others] = text.split(/[ \t]+/);
  if (!/^[A-Za-z0-9_-]{1,20}$/.test(mechanism) || others.length > 0) return invalid("syntax");
  return { verb: "AUTH", mechanism: mechanism.toUpperCase(), initialResponse: initialResponse ?? null };
}
