import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invocation } from "../../../standards/jmap/request.ts";
import type { Batch } from "../batch.ts";
import { RequestFailure } from "../failure.ts";
import { createManualTimers } from "../../../test/support/manual-timers.ts";
import { createSnippets, readSnippet, restMs } from "./snippets.ts";

const filter = { text: "imunisasi" };

/** `answer` gives the response of SearchSnippet/get, or throws. */
function snippetsOn(answer: () => object) {
  const sent: Invocation[][] = [];
  const batch: Batch = {
    async send(calls) {
      sent.push(calls);
      const response = answer();
      return {
        get: <T>() => response as T,
        find: <T>() => response as T,
        errorType: () => undefined,
        implied: () => undefined,
      };
    },
  };
  const { timers, advance } = createManualTimers();
  const snippets = createSnippets({ accountId: "a1", batch, timers }, filter);
  /** As a row in view does; returns the end of it. */
  const watch = (emailId: string) => snippets.read(emailId).subscribe(() => undefined);
  const asked = () => sent.map((calls) => (calls[0]![1] as { emailIds: string[] }).emailIds);
  return { snippets, sent, watch, asked, advance };
}

test("RFC 8621 §5: a snippet is read as text with its matches apart, and nothing in it is an element", () => {
  assert.deepEqual(readSnippet("Capaian <mark>Imunisasi</mark> &lt;b&gt; &amp;amp; &quot;x&quot;"), [
    { text: "Capaian ", isMatch: false },
    { text: "Imunisasi", isMatch: true },
    { text: ' <b> &amp; "x"', isMatch: false },
  ]);
  assert.deepEqual(readSnippet("<mark>a</mark><mark>b</mark>"), [
    { text: "a", isMatch: true },
    { text: "b", isMatch: true },
  ]);
  assert.equal(readSnippet(null), null);
});

test("the rows of one screen ask together, and each but once", async () => {
  const list = [
    { emailId: "e1", subject: "<mark>Imunisasi</mark>", preview: null },
    { emailId: "e2", subject: null, preview: "data <mark>imunisasi</mark>" },
  ];
  const { snippets, sent, watch, advance } = snippetsOn(() => ({ list }));
  const [one, two] = [snippets.read("e1"), snippets.read("e2")];
  assert.equal(snippets.read("e1"), one);
  watch("e1");
  watch("e2");
  watch("e1");
  assert.equal(one.value, undefined);
  await advance();
  const args = { accountId: "a1", filter, emailIds: ["e1", "e2"] };
  assert.deepEqual(sent, [[["SearchSnippet/get", args, "s"]]]);
  assert.deepEqual(one.value, { subject: [{ text: "Imunisasi", isMatch: true }], preview: null });
  assert.equal(two.value?.preview?.[1]?.text, "imunisasi");
});

test("of rows that pass by, only those that stay in view are asked for", async () => {
  const { watch, asked, advance } = snippetsOn(() => ({ list: [] }));
  watch("e1");
  await advance();
  for (const id of ["e2", "e3", "e4"]) watch(id)();
  watch("e5");
  watch("e6");
  await advance(restMs - 1);
  assert.deepEqual(asked(), [["e1"]]);
  await advance(1);
  assert.deepEqual(asked(), [["e1"], ["e5", "e6"]]);
  await advance(10 * restMs);
  watch("e2");
  await advance();
  assert.deepEqual(asked(), [["e1"], ["e5", "e6"], ["e2"]]);
});

test("where they cannot be had the rows stay as they are", async () => {
  const { snippets, watch, advance } = snippetsOn(() => {
    throw new RequestFailure({ kind: "offline" });
  });
  watch("e1");
  await advance();
  assert.equal(snippets.read("e1").value, undefined);
});
