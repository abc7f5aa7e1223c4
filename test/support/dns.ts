// DNS in tests: a zone is an object literal, and a name that is not in it does not exist.

import type { DnsRecords, DnsType, Resolver } from "../../server/base/resolver.ts";

/** Records by name and type, TXT as plain strings; an error code such as "ETIMEOUT" makes the look-up fail. */
export type Zone = Record<
  string,
  { A?: string[]; AAAA?: string[]; MX?: DnsRecords["MX"]; TXT?: string[]; PTR?: string[]; CNAME?: string[] } | string
>;

export function createTestResolver(zone: Zone): Resolver & { questions: string[] } {
  const questions: string[] = [];
  const resolve = async (name: string, type: DnsType): Promise<unknown> => {
    questions.push(`${type} ${name}`);
    const entry = zone[name.toLowerCase()];
    if (typeof entry === "string") throw Object.assign(new Error(`${type} ${name}`), { code: entry });
    const records = entry?.[type];
    if (!records) throw Object.assign(new Error(`${type} ${name}`), { code: entry ? "ENODATA" : "ENOTFOUND" });
    return type === "TXT" ? (records as string[]).map((text) => text.match(/.{1,255}/gs) ?? [""]) : records;
  };
  return Object.assign(resolve as Resolver, { questions });
}
