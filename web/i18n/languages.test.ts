import assert from "node:assert/strict";
import { test } from "node:test";

import { locales } from "../../standards/jmap/preferences.ts";
import { parseSearch } from "../client/search/parse-search.ts";
import { readSourceFiles } from "../../tools/source-files.ts";
import { formatEventTime } from "./event-time.ts";
import { createFormat } from "./format.ts";
import * as id from "./id.ts";
import { languages, type Language } from "./languages.ts";
import { loadLanguage } from "./load-language.ts";
import { partOf } from "./part-of.ts";

/** What a language says, by its path: what kind of thing it is, and how much it is told. */
function shapeOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value)
    .flatMap(([key, item]) => shapeOf(item, `${path}/${key}`))
    .toSorted();
}

/** Every text in brackets, as a language would be that nobody has written yet. */
function bracket<T>(value: T): T {
  if (typeof value === "string") return `⟦${value}⟧` as T;
  if (typeof value === "function") return ((...values: unknown[]) => `⟦${value(...values)}⟧`) as T;
  return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, bracket(item)])) as T;
}

test("every language says all that Indonesian says, and nothing else", async () => {
  assert.deepEqual(Object.keys(languages), [...locales]);
  for (const locale of locales) {
    assert.deepEqual(shapeOf(languages[locale]), shapeOf(id), locale);
    assert.equal(await loadLanguage[locale](), languages[locale], locale);
    assert.equal(Intl.DateTimeFormat.supportedLocalesOf(languages[locale].core.format.tag).length, 1, locale);
  }
});

test("the searches that a language offers are understood", () => {
  const context = {
    mailboxes: [],
    hiddenMailboxIds: [],
    startOfDay: () => new Date(0),
    startOfDate: () => new Date(0),
  };
  for (const locale of locales) {
    const { hasAttachment, unread, starred } = languages[locale].searches;
    const filters = [hasAttachment, unread, starred].map((search) => parseSearch(search, context)?.filter);
    assert.deepEqual(filters, [{ hasAttachment: true }, { notKeyword: "$seen" }, { hasKeyword: "$flagged" }], locale);
  }
});

test("a further language is one more object of the same type: its parts, dates and sentences are its own", () => {
  const { core, ...parts } = id;
  const further: Language = {
    ...bracket(parts),
    core: { ...bracket(core), format: { tag: "jv", at: "jam", earlierThisMonth: "⟦…⟧" } },
  };
  assert.deepEqual(shapeOf(further), shapeOf(id));
  const settings = partOf({ ...languages, jv: further }, "settings");
  assert.equal(settings.jv.ownName, "⟦Bahasa Indonesia⟧");
  assert.equal(further.core.done.archive(2), `⟦${core.done.archive(2)}⟧`);
  const start = new Date("2026-11-23T02:00:00Z");
  const format = createFormat(further.core.format, "Asia/Jakarta");
  assert.match(format.fullDate(start), /^Senin\b.*23 November 2026 jam 09.00 WIB$/);
  assert.equal(format.dayGroup(new Date("2026-11-02T02:00:00Z"), start), "⟦…⟧");
  const event = { start, end: null, isAllDay: false, isFloating: false };
  assert.match(formatEventTime(event, further.core.format, "Asia/Jakarta"), /jam 09.00 WIB$/);
});

test("no program asks which language it is: what differs is said by the languages", () => {
  // The lists of languages, and what is written in one language for all: letters in the demonstration, the order of names.
  const lists =
    /^web\/i18n\/(?:id|en|languages|load-language)\.ts$|^server\/base\/language\.ts$|^server\/commands\/demo\//;
  const asks =
    /(?:locale|language|lang)\w*\)?\s*(?:[!=]==?|\?\?|:|=)\s*["'](?:id|en)["']|["'](?:id|en)["']\s*[!=]==|case "en":|"(?:id-ID|en-GB)"|"id" \| "en"/i;
  const found = readSourceFiles()
    .filter(({ path }) => /^(?:web|server)\//.test(path) && !/\.test\.tsx?$/.test(path) && !lists.test(path))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line) => (asks.test(line) ? [`${path}: ${line.trim()}`] : [])),
    );
  assert.deepEqual(found, []);
});
