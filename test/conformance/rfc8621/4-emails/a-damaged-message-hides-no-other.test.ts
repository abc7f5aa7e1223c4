// A disk may lose what it was given. Then an email is what its row tells, and all others are answered as ever.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { parseBlobId } from "../../../../server/jmap/ids.ts";
import { openTestJmap } from "../../../support/jmap.ts";

const { one, mail, takeFailures } = await openTestJmap({ after });

const letter = (subject: string, text: string) =>
  `From: Wulan <wulan@example.org>\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.org>\r\n\r\n${text}\r\n`;
const whole = await one.receive(letter("utuh", "isi rapat besar"));
const damaged = await one.receive(letter("rusak", `isi rapat besar ${randomBytes(200_000).toString("base64")}`));
const { list } = await one.call("Email/get", { ids: [damaged], properties: ["blobId"] });
const { blobId } = list[0];
await mail.blobs.removeContent(parseBlobId(blobId)!.hash);

test("RFC 8621 §4.2: of a damaged message what is still known comes, and the others come whole", async () => {
  const answer = await one.call("Email/get", {
    ids: [damaged, whole],
    properties: [
      "subject",
      "from",
      "replyTo",
      "bodyStructure",
      "textBody",
      "attachments",
      "bodyValues",
      "header:Subject",
    ],
    fetchTextBodyValues: true,
  });
  const [first, second] = answer.list;
  assert.deepEqual([first.id, first.subject, first.from[0].email], [damaged, "rusak", "wulan@example.org"]);
  assert.deepEqual([first.replyTo, first["header:Subject"], first.attachments], [null, null, []]);
  assert.deepEqual(first.bodyValues, { "1": { value: "", isEncodingProblem: true, isTruncated: true } });
  assert.deepEqual([first.bodyStructure.type, first.textBody.length], ["text/plain", 1]);
  assert.equal(second.bodyValues["1"].value, "isi rapat besar\n");
  assert.deepEqual(answer.notFound, []);
  const [failure, ...more] = takeFailures();
  assert.match(failure ?? "", /missing in the blob store.*a message cannot be read/);
  assert.deepEqual(more, []);
});

test("RFC 8621 §4.9: a damaged blob cannot be parsed, and the others are", async () => {
  const good = await one.upload(letter("lain", "isi"));
  const { parsed, notParsable } = await one.call("Email/parse", { blobIds: [blobId, good], properties: ["subject"] });
  assert.deepEqual([parsed, notParsable], [{ [good]: { subject: "lain" } }, [blobId]]);
  takeFailures();
});

test("RFC 8621 §4.4 and §5: what has to be looked for in messages is found in those that can be read", async () => {
  const found = await one.call("Email/query", { filter: { body: '"rapat besar"' } });
  assert.deepEqual(found.ids, [whole]);
  const named = await one.call("Email/query", { filter: { header: ["Message-ID", "example"] } });
  assert.deepEqual(named.ids, [whole]);
  const snippets = await one.call("SearchSnippet/get", { filter: { body: "rapat" }, emailIds: [damaged, whole] });
  assert.deepEqual(
    snippets.list.map(({ preview }: { preview: string | null }) => preview),
    [null, "isi <mark>rapat</mark> besar"],
  );
});
