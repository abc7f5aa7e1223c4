import assert from "node:assert/strict";
import { test } from "node:test";

import { createTestClock } from "../../test/support/clock.ts";
import { createTestResolver, type Zone } from "../../test/support/dns.ts";
import { isAbsence, rememberAnswers } from "./resolver.ts";

test("answers are remembered for minutes, absences for one, failures for seconds; asked once at a time", async () => {
  const clock = createTestClock();
  const zone: Zone = { "a.example": { A: ["192.0.2.1"] }, "rusak.example": "ESERVFAIL" };
  const source = createTestResolver(zone);
  const resolver = rememberAnswers(source, { clock });
  const asked = (): number => source.questions.splice(0).length;
  assert.deepEqual(await Promise.all([resolver("a.example", "A"), resolver("A.Example", "A")]), [
    ["192.0.2.1"],
    ["192.0.2.1"],
  ]);
  await assert.rejects(resolver("tidakada.example", "A"), isAbsence);
  await assert.rejects(resolver("rusak.example", "A"));
  assert.equal(asked(), 3);
  clock.advance(6_000);
  await resolver("a.example", "A");
  await assert.rejects(resolver("tidakada.example", "A"), isAbsence);
  await assert.rejects(resolver("rusak.example", "A"));
  assert.equal(asked(), 1);
  clock.advance(60_000);
  await assert.rejects(resolver("tidakada.example", "A"));
  assert.equal(asked(), 1);
  clock.advance(300_000);
  await resolver("a.example", "A");
  assert.equal(asked(), 1);
});

test("no more names are remembered than the limit", async () => {
  const source = createTestResolver({ "a.example": { A: ["192.0.2.1"] }, "b.example": { A: ["192.0.2.2"] } });
  const resolver = rememberAnswers(source, { clock: createTestClock(), maxNames: 1 });
  for (const name of ["a.example", "b.example", "a.example"]) await resolver(name, "A");
  assert.equal(source.questions.length, 3);
});

test("while no name server answers, few are asked; the first answer ends it", async () => {
  const clock = createTestClock();
  let isDown = true;
  let questions = 0;
  const resolver = rememberAnswers(
    (async () => {
      questions += 1;
      if (isDown) throw Object.assign(new Error("silence"), { code: "ETIMEOUT" });
      return ["192.0.2.1"];
    }) as never,
    { clock },
  );
  for (let count = 0; count < 50; count++)
    await assert.rejects(resolver(`n${count}.example`, "A"), { code: "ETIMEOUT" });
  assert.equal(questions, 8);
  isDown = false;
  clock.advance(6_000);
  for (let count = 0; count < 5; count++) await resolver(`m${count}.example`, "A");
  assert.equal(questions, 13);
});
