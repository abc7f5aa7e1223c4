import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../support/jmap.ts";

const { one, other } = await openTestJmap({ after });
const fox = "The quick brown fox";
const get = async (id: string, more: Record<string, unknown> = {}): Promise<Answer> =>
  (await one.call("Blob/get", { ids: [id], ...more })).list[0];

async function upload(data: unknown, more: Record<string, unknown> = {}): Promise<Answer> {
  const { created, notCreated } = await one.call("Blob/upload", { create: { k: { data, ...more } } });
  return created?.k ?? notCreated.k;
}

test("RFC 9404 §3: the session tells the limits of an account", async () => {
  const session = await one.session();
  assert.deepEqual(session.capabilities["urn:ietf:params:jmap:blob"], {});
  const told = session.accounts[one.accountId]!.accountCapabilities["urn:ietf:params:jmap:blob"]!;
  assert.ok(told.maxDataSources >= 64);
  assert.deepEqual(told.supportedTypeNames, ["Mailbox", "Thread", "Email"]);
  assert.ok(told.supportedDigestAlgorithms.includes("sha"));
});

test("RFC 9404 §4.1: a blob is made of texts, octets and ranges of others, and known by its creation id", async () => {
  const { methodResponses } = await one.request([
    [
      "Blob/upload",
      {
        accountId: one.accountId,
        create: {
          a: { data: [{ "data:asText": fox }, { "data:asBase64": "IGp1bXBz" }], type: "text/plain" },
          b: {
            data: [{ "data:asText": "How " }, { blobId: "#a", offset: 4, length: 5 }, { blobId: "#a", offset: 19 }],
          },
          c: { data: [] },
        },
      },
      "0",
    ],
    ["Blob/get", { accountId: one.accountId, ids: ["#a", "#b", "#c"], properties: ["data:asText", "size"] }, "1"],
  ]);
  const { created, notCreated } = methodResponses[0]![1] as Answer;
  assert.equal(notCreated, null);
  assert.deepEqual([created.a.type, created.a.size, created.b.type], ["text/plain", 25, null]);
  const { list, notFound } = methodResponses[1]![1] as Answer;
  assert.deepEqual(
    list.map((blob: Answer) => [blob["data:asText"], blob.size]),
    [
      [`${fox} jumps`, 25],
      ["How quick jumps", 15],
      ["", 0],
    ],
  );
  assert.deepEqual(notFound, []);
  const download = await one.get(`/jmap/download/${one.accountId}/${created.b.id}/x`);
  assert.equal(await download.text(), "How quick jumps");
});

test("RFC 9404 §4.1: what cannot become a blob is refused by its own error", async () => {
  const { id } = await upload([{ "data:asText": fox }]);
  const wrong: unknown[] = [
    undefined,
    [{}],
    [{ "data:asText": "a", "data:asBase64": "YQ==" }],
    [{ "data:asBase64": "not base64!" }],
    [{ "data:asText": "a", offset: 0 }],
    [{ "data:asText": 1 }],
    [{ blobId: id, offset: 20 }],
    [{ blobId: id, offset: 10, length: 10 }],
    [{ blobId: id, offset: -1 }],
    Array.from({ length: 65 }, () => ({ "data:asText": "a" })),
  ];
  for (const data of wrong) {
    const error = await upload(data);
    assert.deepEqual([error.type, error.properties], ["invalidProperties", ["data"]], JSON.stringify(data));
  }
  assert.deepEqual((await upload([{ "data:asText": "a" }], { type: "x\r\ny" })).properties, ["type"]);
  const theirs = await other.upload("rahasia", "text/plain");
  const missing = await upload([{ blobId: theirs }]);
  assert.deepEqual([missing.type, missing.notFound], ["blobNotFound", [theirs]]);
});

test("RFC 9404 §4.2: content as text where it is one, in ranges, with digests", async () => {
  const { id } = await upload([{ "data:asText": fox }]);
  assert.deepEqual(await get(id), { id, "data:asText": fox, size: 19 });
  assert.deepEqual(await get(id, { properties: ["data:asBase64"], offset: 4, length: 5 }), {
    id,
    "data:asBase64": Buffer.from("quick").toString("base64"),
  });
  const digest = createHash("sha256").update("quick").digest("base64");
  assert.deepEqual(await get(id, { properties: ["digest:sha-256"], offset: 4, length: 5 }), {
    id,
    "digest:sha-256": digest,
  });
  assert.deepEqual(await get(id, { properties: ["data"], offset: 16, length: 9 }), {
    id,
    "data:asText": "fox",
    isTruncated: true,
  });
  const octets = await one.upload(Buffer.from([0xff, 0x00]), "application/octet-stream");
  const base64 = { "data:asBase64": "/wA=", isEncodingProblem: true };
  assert.deepEqual(await get(octets), { id: octets, ...base64, size: 2 });
  assert.deepEqual(await get(octets, { properties: ["data:asText"] }), {
    id: octets,
    "data:asText": null,
    isEncodingProblem: true,
  });
  assert.equal((await one.fail("Blob/get", { ids: [id], properties: ["digest:md5"] })).type, "invalidArguments");
  const theirs = await other.upload("rahasia", "text/plain");
  assert.deepEqual((await one.call("Blob/get", { ids: [theirs, "x"] })).notFound, [theirs, "x"]);
});

test("RFC 9404 §4.3: what refers to a blob, of the types that were named", async () => {
  const id = await one.receive();
  const properties = ["blobId", "threadId", "mailboxIds", "bodyStructure"];
  const email = (await one.call("Email/get", { ids: [id], properties })).list[0];
  const unused = await one.upload("belum dipakai", "text/plain");
  const theirs = await other.upload("rahasia", "text/plain");
  const ids = [email.blobId, email.bodyStructure.blobId, unused, theirs];
  const { list, notFound } = await one.call("Blob/lookup", { typeNames: ["Email", "Thread", "Mailbox"], ids });
  const matchedIds = { Email: [id], Thread: [email.threadId], Mailbox: Object.keys(email.mailboxIds) };
  assert.deepEqual(list, [
    { id: ids[0], matchedIds },
    { id: ids[1], matchedIds },
    { id: unused, matchedIds: { Email: [], Thread: [], Mailbox: [] } },
  ]);
  assert.deepEqual(notFound, [theirs]);
  assert.equal((await one.fail("Blob/lookup", { typeNames: ["CalendarEvent"], ids })).type, "unknownDataType");
});
