import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invocation } from "../../../standards/jmap/request.ts";
import type { Batch } from "../batch.ts";
import { RequestFailure } from "../failure.ts";
import { createSnippets, readSnippet } from "./snippets.ts";

const filter = { text: "imunisasi" };
const settled = () => new Promise((resolve) => setTimeout(resolve));

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
  return { snippets: createSnippets({ accountId: "a1", batch }, filter), sent };
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
  const { snippets, sent } = snippetsOn(() => ({ list }));
  const [one, two] = [snippets.read("e1"), snippets.read("e2")];
  assert.equal(snippets.read("e1"), one);
  assert.equal(one.value, undefined);
  await settled();
  const args = { accountId: "a1", filter, emailIds: ["e1", "e2"] };
  assert.deepEqual(sent, [[["SearchSnippet/get", args, "s"]]]);
  assert.deepEqual(one.value, { subject: [{ text: "Imunisasi", isMatch: true }], preview: null });
  assert.equal(two.value?.preview?.[1]?.text, "imunisasi");
});

test("where they cannot be had the rows stay as they are", async () => {
  const { snippets } = snippetsOn(() => {
    throw new RequestFailure({ kind: "offline" });
  });
  const one = snippets.read("e1");
  await settled();
  assert.equal(one.value, undefined);
});
