import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one, other } = await openTestJmap({ after });
const drafts = await one.mailbox("drafts");
const mailboxIds = { [drafts]: true };

async function create(properties: Record<string, unknown>): Promise<Answer> {
  const { created, notCreated } = await one.call("Email/set", { create: { k: { mailboxIds, ...properties } } });
  if (!created) throw new Error(JSON.stringify(notCreated));
  return created.k;
}

async function refusal(properties: Record<string, unknown>): Promise<Answer> {
  const { created, notCreated } = await one.call("Email/set", { create: { k: { mailboxIds, ...properties } } });
  assert.equal(created, null, JSON.stringify(properties));
  return notCreated.k;
}

async function rawOf(blobId: string): Promise<string> {
  return (await one.get(`/jmap/download/${one.accountId}/${blobId}/x`)).text();
}

test("RFC 8621 §4.6: a new email has its id, blob, thread and size, and is told by Email/changes", async () => {
  const { state } = await one.call("Email/get", { ids: [] });
  const made = await create({
    keywords: { $draft: true, $SEEN: true },
    from: [{ name: "Budi", email: "budi.santoso@contoh.go.id" }],
    to: [{ email: "siti.rahayu@contoh.go.id" }],
    subject: "Rapat – penting",
    bodyValues: { t: { value: "Halo,\nkopi?" } },
    textBody: [{ partId: "t", type: "text/plain" }],
  });
  assert.deepEqual(Object.keys(made).sort(), ["blobId", "id", "size", "threadId"]);
  const changes = await one.call("Email/changes", { sinceState: state });
  assert.deepEqual([changes.created, changes.updated], [[made.id], []]);
  const options = { fetchTextBodyValues: true };
  const { list } = await one.call("Email/get", { ids: [made.id], ...options });
  const [email] = list;
  assert.deepEqual(email.keywords, { $draft: true, $seen: true });
  assert.equal(email.subject, "Rapat – penting");
  assert.deepEqual(email.to, [{ name: null, email: "siti.rahayu@contoh.go.id" }]);
  assert.equal((Object.values(email.bodyValues)[0] as Answer).value, "Halo,\nkopi?");
  // The server adds what a message cannot be without.
  assert.equal(email.messageId.length, 1);
  assert.equal(email.sentAt, "2026-03-02T01:00:00Z");
});

test("RFC 8621 §4.6: text, HTML, a picture of the HTML and an attachment", async () => {
  const picture = await one.upload(Buffer.from([1, 2, 3]), "image/png");
  const file = await one.upload("isi nota", "application/pdf");
  const { id } = await create({
    subject: "x",
    bodyValues: { t: { value: "teks" }, h: { value: '<img src="cid:gambar">' } },
    textBody: [{ partId: "t", type: "text/plain" }],
    htmlBody: [{ partId: "h", type: "text/html" }],
    attachments: [
      { blobId: picture, type: "image/png", disposition: "inline", cid: "gambar" },
      { blobId: file, type: "application/pdf", name: "nota dinas – 1.pdf" },
    ],
  });
  const properties = ["bodyStructure", "textBody", "htmlBody", "attachments", "hasAttachment"];
  const [email] = (await one.call("Email/get", { ids: [id], properties })).list;
  const shape = (part: Answer): Answer => (part.subParts ? [part.type, ...part.subParts.map(shape)] : part.type);
  assert.deepEqual(shape(email.bodyStructure), [
    "multipart/mixed",
    ["multipart/alternative", "text/plain", ["multipart/related", "text/html", "image/png"]],
    "application/pdf",
  ]);
  assert.equal(email.hasAttachment, true);
  const pdf = email.attachments.find(({ type }: Answer) => type === "application/pdf");
  assert.equal(pdf.name, "nota dinas – 1.pdf");
  assert.equal(await rawOf(pdf.blobId), "isi nota");
});

test("RFC 8621 §4.6: bodyStructure is built as it is given", async () => {
  const inner = await one.upload("From: a@example.org\r\nSubject: dalam\r\n\r\nisi\r\n");
  const { id, blobId } = await create({
    "header:X-Uji:asText": "nilai",
    "header:X-Banyak:asText:all": ["satu", "dua"],
    bodyValues: { a: { value: "halo", isTruncated: false, isEncodingProblem: null } },
    bodyStructure: {
      type: "multipart/mixed",
      "header:X-Bagian": "luar",
      subParts: [
        { partId: "a", type: "text/plain", "header:X-Dalam:asText": "ya" },
        { blobId: inner, type: "message/rfc822" },
      ],
    },
  });
  const [email] = (
    await one.call("Email/get", {
      ids: [id],
      properties: ["bodyStructure", "header:X-Uji:asText", "header:X-Banyak:asText:all"],
    })
  ).list;
  assert.deepEqual(
    email.bodyStructure.subParts.map(({ type }: Answer) => type),
    ["text/plain", "message/rfc822"],
  );
  assert.equal(email["header:X-Uji:asText"], "nilai");
  assert.deepEqual(email["header:X-Banyak:asText:all"], ["satu", "dua"]);
  const raw = await rawOf(blobId);
  assert.match(raw, /X-Bagian: luar/);
  assert.match(raw, /X-Dalam: ya/);
});

test("RFC 8621 §4.6: a part says its type whole, as the answer to an invitation must (RFC 6047 §2.4)", async () => {
  const calendar = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n";
  const { blobId } = await create({
    bodyStructure: {
      type: "multipart/alternative",
      subParts: [
        { partId: "t", type: "text/plain" },
        { partId: "c", "header:Content-Type": " text/calendar; method=REPLY; charset=utf-8" },
      ],
    },
    textBody: null,
    attachments: null,
    bodyValues: { t: { value: "Hadir" }, c: { value: calendar } },
  });
  const raw = await rawOf(blobId);
  assert.match(
    raw,
    /^Content-Type: text\/calendar; method=REPLY; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n/m,
  );
});

test("RFC 8621 §4.6: what an email cannot be made of is refused by the names of its properties", async () => {
  const body = { bodyValues: { t: { value: "x" } } };
  const text = [{ partId: "t", type: "text/plain" }];
  const cases: [Record<string, unknown>, string[]][] = [
    [{ mailboxIds: {} }, ["mailboxIds"]],
    [{ mailboxIds: { m99: true } }, ["mailboxIds"]],
    [{ mailboxIds: { [drafts]: false } }, ["mailboxIds"]],
    [{ keywords: { "a b": true } }, ["keywords"]],
    [{ keywords: { $seen: 1 } }, ["keywords"]],
    [{ receivedAt: "yesterday" }, ["receivedAt"]],
    [{ headers: [] }, ["headers"]],
    [{ id: "e1" }, ["id"]],
    [{ size: 1 }, ["size"]],
    [{ preview: "x" }, ["preview"]],
    [{ unheardOf: 1 }, ["unheardOf"]],
    [{ from: "budi" }, ["from"]],
    [{ from: [{ name: "x" }] }, ["from"]],
    [{ subject: 1 }, ["subject"]],
    [{ subject: "a\r\nBcc: x@example.org" }, ["subject"]],
    [{ sentAt: "2026-02-30T00:00:00Z" }, ["sentAt"]],
    [{ "header:Content-Type": " text/plain" }, ["header:Content-Type"]],
    [{ "header:From:asText": "x" }, ["header:From:asText"]],
    [{ subject: "a", "header:Subject:asText": "b" }, ["header:Subject:asText"]],
    [{ textBody: [] }, ["textBody"]],
    [{ ...body, textBody: [{ partId: "t", type: "text/html" }] }, ["textBody"]],
    [{ ...body, htmlBody: [{ partId: "t", type: "text/plain" }] }, ["htmlBody"]],
    [{ ...body, textBody: [...text, ...text] }, ["textBody"]],
    [{ textBody: text }, ["textBody/0/partId"]],
    [
      { ...body, textBody: [{ partId: "t", blobId: "b1", type: "text/plain" }] },
      ["textBody/0/partId", "textBody/0/blobId"],
    ],
    [{ ...body, textBody: [{ partId: "t", type: "text/plain", charset: "utf-8" }] }, ["textBody/0/charset"]],
    [{ ...body, textBody: [{ partId: "t", type: "text/plain", size: 1 }] }, ["textBody/0/size"]],
    [
      { ...body, textBody: [{ partId: "t", "header:Content-Transfer-Encoding": "7bit" }] },
      ["textBody/0/header:Content-Transfer-Encoding"],
    ],
    [{ ...body, textBody: [{ partId: "t", "header:From:asURLs": ["x"] }] }, ["textBody/0/header:From:asURLs"]],
    [{ ...body, textBody: [{ partId: "t", headers: [] }] }, ["textBody/0/headers"]],
    [{ ...body, bodyStructure: { partId: "t" }, textBody: text }, ["textBody"]],
    [{ ...body, bodyStructure: { type: "multipart/mixed" } }, ["bodyStructure"]],
    [
      { ...body, bodyStructure: { type: "text/plain", partId: "t", subParts: [{ partId: "t" }] } },
      ["bodyStructure/subParts"],
    ],
    [{ ...body, bodyStructure: { subParts: [{ partId: "t" }, { partId: "u" }] } }, ["bodyStructure/subParts/1/partId"]],
    [{ bodyValues: { t: { value: "x", isTruncated: true } }, textBody: text }, ["bodyValues/t/isTruncated"]],
    [
      { bodyValues: { t: { value: "x", isEncodingProblem: true } }, textBody: text },
      ["bodyValues/t/isEncodingProblem"],
    ],
    [{ bodyValues: { t: { text: "x" } }, textBody: text }, ["bodyValues/t/text", "bodyValues/t/value"]],
  ];
  for (const [properties, names] of cases) {
    const error = await refusal(properties);
    assert.deepEqual([error.type, error.properties], ["invalidProperties", names], JSON.stringify(properties));
  }
});

test("RFC 8620 §5.3: all that is wrong is named at once", async () => {
  const { type, properties } = await refusal({
    mailboxIds: { m99: true, nonsense: true },
    keywords: { "a b": true },
    receivedAt: "kemarin",
    color: "red",
    subject: 1,
    textBody: [{ partId: "t" }],
  });
  const names = ["color", "mailboxIds", "keywords", "receivedAt", "subject", "textBody/0/partId"];
  assert.deepEqual([type, properties], ["invalidProperties", names]);
  const imported = await one.call("Email/import", { emails: { k: {}, l: { blobId: 1, mailboxIds, keywords: [] } } });
  assert.deepEqual(imported.notCreated.k.properties, ["blobId", "mailboxIds"]);
  assert.deepEqual(imported.notCreated.l.properties, ["blobId", "keywords"]);
});

test("RFC 8620 §5.3: what is wrong is told by type and property alone where they say it all", async () => {
  const part = { partId: "t", type: "text/plain" };
  const bodyValues = { t: { value: "isi" } };
  const cases: [Record<string, unknown>, string[]][] = [
    [{ subject: "a", "header:Subject": " b" }, ["header:Subject"]],
    [{ bodyStructure: part }, ["bodyStructure/partId"]],
    [{ bodyValues, bodyStructure: { ...part, charset: "us-ascii" } }, ["bodyStructure/charset"]],
    [
      { bodyValues, bodyStructure: { ...part, "header:Content-Transfer-Encoding": "7BIT" } },
      ["bodyStructure/header:Content-Transfer-Encoding"],
    ],
  ];
  for (const [object, properties] of cases) {
    assert.deepEqual(await refusal(object), { type: "invalidProperties", properties });
  }
});

test("RFC 5322 §3.6: a list of nobody makes no field, and a charset of a text that is Unicode says nothing", async () => {
  const { id } = await create({
    cc: [],
    "header:X-Kosong:asAddresses": [],
    messageId: [],
    bodyValues: { t: { value: "isi", charset: "utf-8" } },
    textBody: [{ partId: "t", type: "text/plain" }],
  });
  const { list } = await one.call("Email/get", { ids: [id], properties: ["cc", "header:X-Kosong", "messageId"] });
  assert.deepEqual([list[0].cc, list[0]["header:X-Kosong"], list[0].messageId.length], [null, null, 1]);
});

test("RFC 8621 §4.6: the root of the body repeats no field of the email, and may bring the Date", async () => {
  const bodyValues = { t: { value: "isi" } };
  const twice = { subject: "a", bodyStructure: { partId: "t", type: "text/plain", "header:Subject:asText": "b" } };
  assert.deepEqual((await refusal({ ...twice, bodyValues })).properties, ["bodyStructure/header:Subject"]);
  const dated = { partId: "t", type: "text/plain", "header:Date:asDate": "2026-03-02T07:30:00+07:00" };
  const { blobId } = await create({ bodyStructure: dated, bodyValues });
  assert.equal((await rawOf(blobId)).match(/^Date:/gm)?.length, 1);
});

test("RFC 8620 §1.4: a date may have a fraction, also of zero; the date of an email has whole seconds", async () => {
  for (const receivedAt of ["2026-03-02T00:30:00Z", "2026-03-02T00:30:00.000Z", "2026-03-02T00:30:00.75Z"]) {
    const { id } = await create({ subject: receivedAt, receivedAt });
    const { list } = await one.call("Email/get", { ids: [id], properties: ["receivedAt"] });
    assert.equal(list[0].receivedAt, "2026-03-02T00:30:00Z");
  }
  const { id } = await create({ subject: "kini" });
  const { list } = await one.call("Email/get", { ids: [id], properties: ["receivedAt"] });
  assert.match(list[0].receivedAt, /:\d\dZ$/);
});

test("RFC 8621 §4.6: a blob that is not there, or another's, is blobNotFound with its id", async () => {
  const theirs = await other.upload("rahasia", "text/plain");
  const missing = `b${"0".repeat(64)}`;
  const error = await refusal({ attachments: [{ blobId: theirs }, { blobId: missing }] });
  assert.deepEqual([error.type, error.notFound], ["blobNotFound", [theirs, missing]]);
});

test("RFC 8621 §4.6: too many keywords and too many mailboxes have errors of their own", async () => {
  const keywords = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, true]));
  assert.equal((await refusal({ keywords })).type, "tooManyKeywords");
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`m${index + 1}`, true]));
  assert.equal((await refusal({ mailboxIds: many })).type, "tooManyMailboxes");
});

test("RFC 8620 §5.3: one that is refused does not stop the others", async () => {
  const { created, notCreated } = await one.call("Email/set", {
    create: { good: { mailboxIds, subject: "baik" }, bad: { mailboxIds: {} }, __proto__: { mailboxIds, subject: "x" } },
  });
  assert.ok(created.good.id);
  assert.equal(notCreated.bad.type, "invalidProperties");
});
