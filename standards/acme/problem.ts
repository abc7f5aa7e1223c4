// What a certificate authority says when it refuses: problem documents (RFC 8555 §6.7, RFC 9457).

const PREFIX = "urn:ietf:params:acme:error:";
const MAX_TEXT = 500;
const MAX_PARTS = 5;

/** A refusal in the authority's words, or an answer that is none of ACME. */
export class AcmeProblem extends Error {
  override readonly name = "AcmeProblem";
  /** Without its prefix, as `rateLimited`; what is not ACME's is `malformedAnswer`. */
  readonly type: string;
  /** How long the authority asks us to stay away (RFC 8555 §6.6). */
  readonly retryAfterMs: number | undefined;

  constructor(type: string, detail: string, retryAfterMs?: number) {
    super(`${type}: ${plain(detail)}`);
    this.type = type;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Of a problem document, wherever it stands: as an answer, in a challenge, in an order. */
export function toProblem(document: unknown, retryAfterMs?: number): AcmeProblem {
  const { type, detail, subproblems } = asRecord(document);
  const parts = Array.isArray(subproblems) ? subproblems.slice(0, MAX_PARTS).map(partText) : [];
  const name = typeof type === "string" && type.startsWith(PREFIX) ? type.slice(PREFIX.length) : "malformedAnswer";
  const words = [asText(detail) || "no reason is given", ...parts];
  return new AcmeProblem(plain(name), words.join("; "), retryAfterMs);
}

/** RFC 8555 §6.7.1: which of the names it is about. */
function partText(part: unknown): string {
  const { detail, identifier } = asRecord(part);
  return `${asText(asRecord(identifier).value)}: ${asText(detail)}`;
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** It is logged and shown to operators: short, and nothing in it moves a terminal's cursor. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e\u00a0-\u{10ffff}]+/gu, " ").slice(0, MAX_TEXT);
}

/** RFC 9110 §10.2.3: seconds, or a date. Undefined when it says nothing. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get("retry-after");
  if (text === null) return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}
