// DNS as a parameter: one function from name and type to records. Answers are remembered within limits, so that a busy
// peer's policies and keys are asked for once in a while and not for every message.

import { Resolver as SystemResolver } from "node:dns/promises";

import type { Clock } from "./clock.ts";

/** The records of each type, as `dns.resolve` gives them. */
export interface DnsRecords {
  A: string[];
  AAAA: string[];
  MX: { priority: number; exchange: string }[];
  TXT: string[][];
  PTR: string[];
  CNAME: string[];
}
export type DnsType = keyof DnsRecords;

/**
 * Resolves to at least one record; rejects with `code` ENOTFOUND (no such name) or ENODATA (no such record), and with
 * any other code when it could not be found out.
 */
export type Resolver = <Type extends DnsType>(name: string, type: Type) => Promise<DnsRecords[Type]>;

/** Whether a rejection of a Resolver is an answer: the name or the record does not exist. */
export function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOTFOUND" || error.code === "ENODATA");
}

/** Asks these servers (those of the system when absent), each try for at most `timeoutMs`. */
export function createResolver(
  options: { servers?: readonly string[]; timeoutMs?: number; tries?: number } = {},
): Resolver {
  const { servers, timeoutMs = 3000, tries = 2 } = options;
  const system = new SystemResolver({ timeout: timeoutMs, tries });
  if (servers && servers.length > 0) system.setServers(servers);
  return (async (name: string, type: DnsType) => {
    const records = await system.resolve(name, type);
    if (Array.isArray(records) && records.length > 0) return records;
    throw Object.assign(new Error(`${name} has no ${type}`), { code: "ENODATA" });
  }) as Resolver;
}

/**
 * Remembers answers and absences, and asks once however many wait for the same. What could not be found out is asked again
 * after seconds. The limits on age stand in for the TTL, which the platform does not tell for all types. While the name
 * servers give no answer at all, questions fail at once but for one every few seconds: mail is not held up by each of them.
 */
export function rememberAnswers(
  resolver: Resolver,
  options: { clock: Clock; maxNames?: number; answerMs?: number; absenceMs?: number; failureMs?: number },
): Resolver {
  const { clock, maxNames = 20_000, answerMs = 300_000, absenceMs = 60_000, failureMs = 5_000 } = options;
  const known = new Map<string, { until: number; answer: Promise<unknown> }>();
  let silences = 0;
  let silentUntil = 0;

  function ageOf(error: unknown): number {
    if (isAbsence(error)) return absenceMs;
    if (!isSilence(error)) return failureMs;
    silences += 1;
    if (silences >= maxSilences) silentUntil = clock.now() + failureMs;
    return failureMs;
  }

  function ask(key: string, name: string, type: DnsType): Promise<unknown> {
    if (clock.now() < silentUntil)
      return Promise.reject(Object.assign(new Error("no name server"), { code: "ETIMEOUT" }));
    // One question goes out now; the others fail until it is answered.
    if (silences >= maxSilences) silentUntil = clock.now() + failureMs;
    const entry = { until: Number.POSITIVE_INFINITY, answer: resolver(name, type) as Promise<unknown> };
    known.set(key, entry);
    entry.answer.then(
      () => {
        silences = silentUntil = 0;
        entry.until = clock.now() + answerMs;
      },
      (error: unknown) => {
        if (!isSilence(error)) silences = silentUntil = 0;
        entry.until = clock.now() + ageOf(error);
      },
    );
    for (const oldest of known.keys()) {
      if (known.size <= maxNames) break;
      known.delete(oldest);
    }
    return entry.answer;
  }

  return ((name: string, type: DnsType) => {
    const key = `${type} ${name.toLowerCase()}`;
    const entry = known.get(key);
    if (entry && clock.now() < entry.until) return entry.answer;
    known.delete(key);
    return ask(key, name, type);
  }) as Resolver;
}

/** In a row, whatever was asked: one slow domain among others that answer is not enough. */
const maxSilences = 8;

/** Whether no name server answered, as against one that said it could not find out. */
function isSilence(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    ["ETIMEOUT", "ECONNREFUSED", "ENETUNREACH"].includes(String(error.code))
  );
}
