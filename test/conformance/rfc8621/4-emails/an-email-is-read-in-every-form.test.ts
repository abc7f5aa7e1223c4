import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one } = await openTestJmap({ after });

const message = [
  "Received: from a by b; Mon, 2 Mar 2026 07:30:00 +0700",
  "From: =?utf-8?q?Wul=C3=A1n?= <wulan@example.org>",
  "To: Tim: Budi <budi@contoh.go.id>, siti@contoh.go.id;, lain@contoh.go.id",
  "Subject: =?utf-8?b?UmFwYXQg4oCTIHBlbnRpbmc=?=",
  "Date: Mon, 2 Mar 2026 07:30:00 +0700",
  "Message-ID: <satu@example.org>",
  "References: <nol@example.org> <setengah@example.org>",
  "List-Unsubscribe: <https://example.org/u>, <mailto:u@example.org>",
  "X-Uji: pertama",
  "X-Uji: kedua",
  "MIME-Version: 1.0",
  "Content-Type: multipart/mixed; boundary=luar",
  "",
  "--luar",
  "Content-Type: multipart/alternative; boundary=dalam",
  "",
  "--dalam",
  "Content-Type: text/plain; charset=iso-8859-1",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "caf=E9 kopi",
  "--dalam",
  "Content-Type: text/html; charset=utf-8",
  "",
  "<p>café <b>kopi</b></p>",
  "--dalam--",
  "--luar",
  'Content-Type: application/pdf; name="nota dinas.pdf"',
  "Content-Disposition: attachment",
  "Content-Transfer-Encoding: base64",
  "",
  "aGFsbw==",
  "--luar--",
  "",
].join("\r\n");
const id = await one.receive(message, { keywords: { $seen: true }, receivedAt: "2026-03-02T00:31:00Z" });
const read = async (args: Record<string, unknown>): Promise<Answer> =>
  (await one.call("Email/get", { ids: [id], ...args })).list[0];

test("RFC 8621 §4.1.1: metadata", async () => {
  const properties = ["blobId", "mailboxIds", "keywords", "size", "receivedAt", "hasAttachment", "preview"];
  const { blobId, ...others } = await read({ properties });
  assert.deepEqual(others, {
    id,
    mailboxIds: { [await one.mailbox("inbox")]: true },
    keywords: { $seen: true },
    size: Buffer.byteLength(message),
    receivedAt: "2026-03-02T00:31:00Z",
    hasAttachment: true,
    preview: "café kopi",
  });
  const download = await one.get(`/jmap/download/${one.accountId}/${blobId}/surat.eml?type=message/rfc822`);
  assert.equal(await download.text(), message);
  assert.equal(download.headers.get("content-type"), "message/rfc822");
});

test("RFC 8621 §4.2: the properties given when none are named", async () => {
  const email = (await one.call("Email/get", { ids: [id] })).list[0];
  const names = [
    "id", "blobId", "threadId", "mailboxIds", "keywords", "size", "receivedAt", "messageId", "inReplyTo", "references",
    "sender", "from", "to", "cc", "bcc", "replyTo", "subject", "sentAt", "hasAttachment", "preview", "bodyValues",
    "textBody", "htmlBody", "attachments",
  ]; // prettier-ignore
  assert.deepEqual(Object.keys(email).sort(), names.sort());
  assert.deepEqual(email.from, [{ name: "Wulán", email: "wulan@example.org" }]);
  assert.equal(email.subject, "Rapat – penting");
  assert.equal(email.sentAt, "2026-03-02T07:30:00+07:00");
  assert.deepEqual(email.references, ["nol@example.org", "setengah@example.org"]);
  assert.equal(email.inReplyTo, null);
  assert.deepEqual(email.bodyValues, {});
});

test("RFC 8621 §4.1.3: header fields by name, in the form that is asked for, the last or all", async () => {
  const properties = [
    "header:X-Uji",
    "header:x-uji:asText:all",
    "header:To:asGroupedAddresses",
    "header:List-Unsubscribe:asURLs",
    "header:Date:asDate",
    "header:Message-ID:asMessageIds",
    "header:X-None:asText",
    "header:X-None:all",
  ];
  const { id: _, ...email } = await read({ properties });
  assert.deepEqual(email, {
    "header:X-Uji": " kedua",
    "header:x-uji:asText:all": ["pertama", "kedua"],
    "header:To:asGroupedAddresses": [
      {
        name: "Tim",
        addresses: [
          { name: "Budi", email: "budi@contoh.go.id" },
          { name: null, email: "siti@contoh.go.id" },
        ],
      },
      { name: null, addresses: [{ name: null, email: "lain@contoh.go.id" }] },
    ],
    "header:List-Unsubscribe:asURLs": ["https://example.org/u", "mailto:u@example.org"],
    "header:Date:asDate": "2026-03-02T07:30:00+07:00",
    "header:Message-ID:asMessageIds": ["satu@example.org"],
    "header:X-None:asText": null,
    "header:X-None:all": [],
  });
  const { headers } = await read({ properties: ["headers"] });
  assert.deepEqual(headers[8], { name: "X-Uji", value: " pertama" });
});

test("RFC 8621 §4.1.2: a form that a field may not have is refused, as is an unknown property", async () => {
  for (const name of [
    "header:From:asText",
    "header:Subject:asDate",
    "header:X:asColor",
    "header:",
    "body",
    "header:X:all:asText",
  ]) {
    assert.equal((await one.fail("Email/get", { ids: [id], properties: [name] })).type, "invalidArguments", name);
  }
  assert.equal((await one.fail("Email/get", { ids: [id], bodyProperties: ["x"] })).type, "invalidArguments");
  assert.equal((await one.fail("Email/get", { ids: [id], maxBodyValueBytes: -1 })).type, "invalidArguments");
});

test("RFC 8621 §4.1.4: the structure and the three lists of parts", async () => {
  const bodyProperties = [
    "partId",
    "type",
    "name",
    "subParts",
    "header:Content-Type",
    "size",
    "charset",
    "disposition",
  ];
  const email = await read({ properties: ["bodyStructure", "textBody", "htmlBody", "attachments"], bodyProperties });
  const { subParts } = email.bodyStructure;
  assert.equal(email.bodyStructure.type, "multipart/mixed");
  assert.equal(email.bodyStructure.partId, null);
  assert.deepEqual(
    subParts[0].subParts.map(({ type }: Answer) => type),
    ["text/plain", "text/html"],
  );
  assert.equal(subParts[1].name, "nota dinas.pdf");
  assert.equal(subParts[1].size, 4);
  assert.equal(email.textBody[0].charset, "iso-8859-1");
  assert.equal(email.htmlBody[0].type, "text/html");
  assert.equal(email.attachments[0].disposition, "attachment");
  assert.match(email.attachments[0]["header:Content-Type"], /nota dinas/);
});

test("RFC 8621 §4.2: the values of text, of HTML, of all; cut at a character and outside a tag", async () => {
  const text = await read({ properties: ["bodyValues"], fetchTextBodyValues: true });
  assert.deepEqual(Object.values(text.bodyValues), [
    { value: "café kopi", isEncodingProblem: false, isTruncated: false },
  ]);
  const both = await read({ properties: ["bodyValues"], fetchAllBodyValues: true });
  assert.equal(Object.keys(both.bodyValues).length, 2);
  const cut = await read({ properties: ["bodyValues"], fetchTextBodyValues: true, maxBodyValueBytes: 4 });
  assert.deepEqual(Object.values(cut.bodyValues), [{ value: "caf", isEncodingProblem: false, isTruncated: true }]);
  const html = await read({ properties: ["bodyValues"], fetchHTMLBodyValues: true, maxBodyValueBytes: 11 });
  assert.deepEqual(Object.values(html.bodyValues), [
    { value: "<p>café ", isEncodingProblem: false, isTruncated: true },
  ]);
});

test("RFC 8621 §4.1.4: a part is a blob of its own", async () => {
  const { attachments } = await read({ properties: ["attachments"] });
  const download = await one.get(`/jmap/download/${one.accountId}/${attachments[0].blobId}/nota.pdf`);
  assert.equal(await download.text(), "halo");
});

test("RFC 8620 §5.1: what is not found, all at once, and too many", async () => {
  const { list, notFound } = await one.call("Email/get", {
    ids: ["e999", id, "x", "e99999999999"],
    properties: ["id"],
  });
  assert.deepEqual([list, notFound], [[{ id }], ["e999", "x", "e99999999999"]]);
  const all = await one.call("Email/get", { ids: null, properties: ["id"] });
  assert.deepEqual([all.list, all.notFound], [[{ id }], []]);
  const ids = Array.from({ length: 1001 }, (_, index) => `e${index + 1}`);
  assert.equal((await one.fail("Email/get", { ids })).type, "requestTooLarge");
});

test("RFC 8621 §4.9: Email/parse reads an uploaded message, and a message that is attached to another", async () => {
  const blobId = await one.upload(message);
  const notMail = await one.upload("", "text/plain");
  const missing = `b${"0".repeat(64)}`;
  const result = await one.call("Email/parse", {
    blobIds: [blobId, notMail, missing],
    properties: ["subject", "id", "mailboxIds", "receivedAt", "hasAttachment", "preview", "bodyValues"],
    fetchTextBodyValues: true,
  });
  const { bodyValues, ...parsed } = result.parsed[blobId];
  assert.deepEqual(parsed, {
    subject: "Rapat – penting",
    id: null,
    mailboxIds: null,
    receivedAt: null,
    hasAttachment: true,
    preview: "café kopi",
  });
  assert.equal((Object.values(bodyValues)[0] as Answer).value, "café kopi");
  assert.deepEqual([result.notParsable, result.notFound], [[notMail], [missing]]);
  const outer = [
    "From: a@example.org",
    "Subject: luar",
    "Content-Type: multipart/mixed; boundary=x",
    "",
    "--x",
    "Content-Type: message/rfc822",
    "",
    message,
    "--x--",
    "",
  ].join("\r\n");
  const outerId = await one.receive(outer);
  const { attachments } = (await one.call("Email/get", { ids: [outerId], properties: ["attachments"] })).list[0];
  const inner = attachments[0].blobId;
  const { parsed: attached } = await one.call("Email/parse", {
    blobIds: [inner],
    properties: ["subject", "blobId", "attachments"],
    bodyProperties: ["blobId", "name", "subParts"],
  });
  const [file] = attached[inner].attachments;
  assert.deepEqual(attached[inner], { subject: "Rapat – penting", blobId: inner, attachments: [file] });
  assert.deepEqual([file.name, file.subParts], ["nota dinas.pdf", null]);
  // RFC 8621 §4.1.4: only a multipart has no blob, also in a message that is a part.
  const { list } = await one.call("Email/get", { ids: [id], properties: ["attachments"], bodyProperties: ["blobId"] });
  const [octets, same] = await Promise.all(
    [file.blobId, list[0].attachments[0].blobId].map(async (part: string) =>
      (await one.get(`/jmap/download/${one.accountId}/${part}/x`)).text(),
    ),
  );
  assert.equal(octets, same);
  assert.equal((await one.get(`/jmap/download/${one.accountId}/${inner}_9/x`)).status, 404);
});
