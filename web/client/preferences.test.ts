import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invocation } from "../../standards/jmap/request.ts";
import { readAnswers, type Batch } from "./batch.ts";
import { createPreferences } from "./preferences.ts";

/** Answers each request by what `answer` gives for its one call. */
function startWith(answer: (call: Invocation) => Invocation) {
  const calls: Invocation[] = [];
  const batch: Batch = {
    async send([call]) {
      calls.push(call!);
      return readAnswers([answer(call!)], (callId) => callId);
    },
  };
  const preferences = createPreferences({
    batch,
    accountId: () => "a1",
    start: { state: "1", value: { theme: "dark" } },
  });
  return { preferences, calls };
}

const has = (theme: string, state: string): Invocation => ["Preferences/get", { list: [{ theme }], state }, "p"];

test("a choice is there at once and is sent alone", async () => {
  const { preferences, calls } = startWith(() => ["Preferences/set", { newState: "2", notUpdated: null }, "s"]);
  assert.deepEqual([preferences.value.value.theme, preferences.value.value.density], ["dark", "standard"]);
  const done = preferences.set({ density: "compact" });
  assert.equal(preferences.value.value.density, "compact");
  assert.deepEqual(await done, { ok: true, value: undefined });
  assert.deepEqual(calls[0]?.[1], { accountId: "a1", update: { singleton: { density: "compact" } } });
  preferences.hear("2");
  assert.equal(calls.length, 1, "one's own change is not fetched again");
});

test("what the server refuses is taken back, and says why", async () => {
  const { preferences } = startWith(([name]) =>
    name === "Preferences/get"
      ? has("dark", "1")
      : ["Preferences/set", { newState: "1", notUpdated: { singleton: { type: "invalidProperties" } } }, "s"],
  );
  const outcome = await preferences.set({ theme: "light" });
  assert.equal(outcome.ok, false);
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(preferences.value.value.theme, "dark");
});

test("a choice made in another window is heard", async () => {
  const { preferences } = startWith(() => has("light", "5"));
  preferences.hear("5");
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(preferences.value.value.theme, "light");
});
