import assert from "node:assert/strict";
import { test } from "node:test";

import { formatMoment } from "./language.ts";

test("a moment is told in the person's language, with the zone as people in Indonesia name it", () => {
  const at = new Date("2026-12-03T02:05:00Z");
  const timeZone = "Asia/Makassar";
  assert.equal(formatMoment(at, { language: "id", timeZone }), "3 Desember 2026 pukul 10.05 WITA");
  assert.equal(formatMoment(at, { language: "en", timeZone }), "3 December 2026 at 10:05 WITA");
  const inBerlin = formatMoment(at, { language: "id", timeZone: "Europe/Berlin", hasWeekday: true });
  assert.equal(inBerlin, "Kamis, 3 Desember 2026 pukul 03.05 GMT+1");
});
