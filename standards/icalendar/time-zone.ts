// From a local time and a zone to a moment. A zone is known by its IANA name, by the names that Outlook gives to those of
// Indonesia, or by the offsets of the VTIMEZONE that came with it (RFC 5545 §3.6.5).

import type { Component } from "./content-lines.ts";

/** Names of Windows for the zones of Indonesia and its neighbours. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  "SE Asia Standard Time": "Asia/Jakarta",
  "Singapore Standard Time": "Asia/Makassar",
  "Tokyo Standard Time": "Asia/Jayapura",
  UTC: "UTC",
};

/** Milliseconds east of UTC at a local time, given as if it were UTC. Undefined when the zone is unknown. */
export type OffsetOf = (tzid: string, localMs: number) => number | undefined;

export function createOffsets(timeZones: readonly Component[]): OffsetOf {
  const defined = new Map(
    timeZones.flatMap((zone) => {
      const tzid = zone.lines.find(({ name }) => name === "TZID")?.value.trim();
      return tzid === undefined ? [] : [[tzid, zone] as const];
    }),
  );
  return (tzid, localMs) => {
    const offset = namedOffset(WINDOWS_ZONES[tzid] ?? tzid.replace(/^\/[^/]+\//, ""), localMs);
    if (offset !== undefined) return offset;
    const zone = defined.get(tzid);
    return zone && definedOffset(zone, localMs);
  };
}

/** Exact everywhere but in the hour that a change of clocks repeats or skips, where either offset is as good. */
function namedOffset(zone: string, localMs: number): number | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const offsetAt = (ms: number): number => {
    const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
  };
  return offsetAt(localMs - offsetAt(localMs));
}

/**
 * The offset of the observance that began last before the time; yearly rules are followed by their month alone, which is wrong
 * for the days around a change of clocks only.
 */
function definedOffset(zone: Component, localMs: number): number | undefined {
  const observances = zone.components.flatMap(({ lines }) => {
    const value = (name: string) => lines.find((line) => line.name === name)?.value.trim() ?? "";
    const offset = parseOffset(value("TZOFFSETTO"));
    const begin = /^(\d{4})(\d\d)(\d\d)/.exec(value("DTSTART"));
    if (offset === undefined) return [];
    const isYearly = value("RRULE").includes("FREQ=YEARLY");
    const year = isYearly ? new Date(localMs).getUTCFullYear() : Number(begin?.[1] ?? 1970);
    const at = (y: number) => Date.UTC(y, Number(begin?.[2] ?? 1) - 1, Number(begin?.[3] ?? 1));
    return [{ offset, since: at(year) <= localMs || !isYearly ? at(year) : at(year - 1) }];
  });
  const begun = observances.filter(({ since }) => since <= localMs).sort((a, b) => b.since - a.since);
  return (begun[0] ?? observances[0])?.offset;
}

/** RFC 5545 §3.3.14: "+0700", "-003000". */
function parseOffset(text: string): number | undefined {
  const found = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text);
  if (!found) return undefined;
  const [, sign, hours, minutes, seconds = "0"] = found;
  return (sign === "-" ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
