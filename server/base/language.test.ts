import assert from "node:assert/strict";
import { test } from "node:test";

import { createMomentFormat } from "./language.ts";

test("a moment is told in the person's language, with the zone as people in Indonesia name it", () => {
  const at = new Date("2026-12-03T02:05:00Z");
  const timeZone = "Asia/Makassar";
  assert.equal(createMomentFormat({ language: "id", timeZone })(at), "3 Desember 2026 pukul 10.05 WITA");
  assert.equal(createMomentFormat({ language: "en", timeZone })(at), "3 December 2026 at 10:05 WITA");
  const inBerlin = createMomentFormat({ language: "id", timeZone: "Europe/Berlin", hasWeekday: true })(at);
  assert.equal(inBerlin, "Kamis, 3 Desember 2026 pukul 03.05 GMT+1");
});
