import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, sampleMessage } from "../../../support/jmap.ts";

const { one } = await openTestJmap({ after });
const id = await one.receive(sampleMessage.replace("Undangan rapat", "Rapat <dinas> & biaya"));

test("RFC 8621 §5.1: what was found is marked, everything else escaped", async () => {
  const { list, notFound } = await one.call("SearchSnippet/get", { filter: { text: "rapat" }, emailIds: [id, "e999"] });
  assert.equal(list[0].subject, "<mark>Rapat</mark> &lt;dinas&gt; &amp; biaya");
  assert.match(list[0].preview, /<mark>Rapat<\/mark> dimulai/);
  assert.deepEqual(notFound, ["e999"]);
});

test("RFC 8621 §5.1: where nothing was looked for in text there is nothing to show", async () => {
  const { list, notFound } = await one.call("SearchSnippet/get", { filter: { hasKeyword: "x" }, emailIds: [id] });
  assert.deepEqual([list, notFound], [[{ emailId: id, subject: null, preview: null }], null]);
});

test("RFC 8621 §5.1: a filter that is none is refused", async () => {
  const filter = { color: "red" };
  assert.equal((await one.fail("SearchSnippet/get", { filter, emailIds: [id] })).type, "unsupportedFilter");
  assert.equal((await one.fail("SearchSnippet/get", { filter: null })).type, "invalidArguments");
});
