// `surel calendar show|preview|add|import|withdraw`: the days off that a decree brings in the middle of a year. Every expiry date follows at
// once, since it is derived; a running server takes up the change within a minute.

import { readFile } from "node:fs/promises";

import { previewCalendarChange, type CalendarChange } from "../auth/preview-calendar-change.ts";
import { StartupError, whyUnreadable } from "../base/errors.ts";
import {
  formatCalendarProblem,
  parseCalendarCsv,
  type CalendarRecord,
} from "../organisation/working-days/calendar-csv.ts";
import {
  addCalendarDays,
  exportCalendar,
  resolveRecords,
  withdrawCalendarDays,
  type AddedDay,
} from "../organisation/working-days/change-calendar.ts";
import { listCalendarEntries } from "../store/calendar.ts";
import type { Command, CommandTools } from "./command.ts";
import { requireOrganisation } from "./organisation-policy.ts";
import { readWords } from "./read-words.ts";
import { withDatabase } from "./with-store.ts";

const DAY_WORDS =
  '--name NAME --basis "DECREE" [--kind KIND] [--scope country|organisation|UNIT] [--organisation PREFIX]';
const dayOptions = ["name", "basis", "kind", "scope", "organisation"] as const;

export const calendarShow: Command = {
  usage: "calendar show [--organisation PREFIX]",
  async run(words, tools) {
    const { organisation } = readWords(words, { usage: this.usage, positions: [], options: ["organisation"] });
    const csv = await withDatabase(tools, async (db) => {
      const { id } = await requireOrganisation(db, organisation);
      return db.read((tx) => exportCalendar(tx, id));
    });
    for (const line of csv.trimEnd().split(/\r?\n/)) tools.print(line);
  },
};

/** One day; `preview` changes nothing and prints what would move. */
export function calendarAdd(verb: "preview" | "add"): Command {
  const usage = `calendar ${verb} YYYY-MM-DD ${DAY_WORDS}`;
  return {
    usage,
    async run(words, tools) {
      const given = readWords(words, { usage, positions: ["YYYY-MM-DD"], options: dayOptions });
      const { name = "", basis = "", kind = "collective-leave", scope } = given;
      const row = { date: given["YYYY-MM-DD"], kind, name, basis, scope: scope ?? "" };
      const records = readRecords(toCsv(row), "--name, --basis, --kind");
      await change(tools, { records, organisation: given.organisation, isPreview: verb === "preview" });
    },
  };
}

export const calendarImport: Command = {
  usage: "calendar import FILE.csv [--organisation PREFIX]",
  async run(words, tools) {
    const shape = { usage: this.usage, positions: ["FILE.csv"], options: ["organisation"] } as const;
    const { "FILE.csv": path, organisation } = readWords(words, shape);
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      throw new StartupError(`The file ${path} cannot be read: ${whyUnreadable(error)}.`, { cause: error });
    });
    await change(tools, { records: readRecords(text, path), organisation, isPreview: false });
  },
};

export const calendarWithdraw: Command = {
  usage: 'calendar withdraw YYYY-MM-DD --basis "DECREE" [--scope country] [--organisation PREFIX]',
  async run(words, tools) {
    const shape = {
      usage: this.usage,
      positions: ["YYYY-MM-DD"],
      options: ["basis", "scope", "organisation"],
    } as const;
    const { "YYYY-MM-DD": day, basis = "", scope, organisation: prefix } = readWords(words, shape);
    if (basis.trim() === "")
      throw new StartupError(`--basis names the decree that says so.\nUsage: surel ${this.usage}`);
    const which = scope === "country" ? "country" : "organisation";
    await withDatabase(tools, async (db) => {
      const organisation = await requireOrganisation(db, prefix);
      const entries = await db.read((tx) => listCalendarEntries(tx, organisation.id));
      const isWanted = (entry: (typeof entries)[number]) =>
        entry.day === day && (entry.organisationId === null) === (which === "country");
      const ids = entries.filter(isWanted).map(({ id }) => id);
      if (ids.length === 0) throw new StartupError(`The calendar of the ${which} has no such day: ${day}.`);
      const moved = await previewCalendarChange({ db, clock: tools.clock }, organisation, { withdraw: ids });
      const actor = { organisationId: organisation.id, now: new Date(tools.clock.now()) };
      const count = await db.write((tx) => withdrawCalendarDays(tx, actor, { scope: which, ids, basis }));
      tools.print(`${count} withdrawn\t${describeMoves(moved)}`);
    });
  },
};

async function change(
  tools: CommandTools,
  given: { records: readonly CalendarRecord[]; organisation: string | undefined; isPreview: boolean },
): Promise<void> {
  const { records, isPreview } = given;
  await withDatabase(tools, async (db) => {
    const organisation = await requireOrganisation(db, given.organisation);
    const scope = "organisation";
    const resolved = await db.read((tx) => resolveRecords(tx, organisation.id, { records, scope }));
    if ("unknownUnits" in resolved) throw new StartupError(`There is no unit ${resolved.unknownUnits.join(", ")}.`);
    const moved = await previewCalendarChange({ db, clock: tools.clock }, organisation, toChange(resolved.days));
    if (isPreview) return tools.print(`preview\t${describeMoves(moved)}`);
    const actor = { organisationId: organisation.id, now: new Date(tools.clock.now()) };
    const ids = await db.write((tx) => addCalendarDays(tx, actor, resolved.days));
    tools.print(`${ids.length} added\t${describeMoves(moved)}`);
  });
}

function toChange(days: readonly AddedDay[]): CalendarChange {
  return { add: days };
}

function describeMoves({ passwords, later, earlier, held }: Awaited<ReturnType<typeof previewCalendarChange>>): string {
  return `of ${passwords} passwords ${later} end later, ${earlier} earlier, ${held} stay as announced`;
}

function readRecords(text: string, what: string): CalendarRecord[] {
  const parsed = parseCalendarCsv(text);
  if ("records" in parsed) return parsed.records;
  const lines = parsed.problems.slice(0, 10).map((problem) => `  ${formatCalendarProblem(problem)}`);
  throw new StartupError(`${what} cannot be taken:\n${lines.join("\n")}`);
}

function toCsv(row: Readonly<Record<string, string>>): string {
  const line = (cells: readonly string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");
  return `${line(Object.keys(row))}\n${line(Object.values(row))}\n`;
}
