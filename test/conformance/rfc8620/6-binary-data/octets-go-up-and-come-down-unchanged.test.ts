import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, other, unit, url } = await openTestJmap({ after });

test("RFC 8620 §6.1: an upload is answered 201 with its id, type and size", async () => {
  const response = await one.post(`/jmap/upload/${one.accountId}/`, "halo", {
    headers: { "content-type": "text/plain" },
  });
  assert.equal(response.status, 201);
  const { blobId, ...others } = (await response.json()) as { blobId: string };
  assert.deepEqual(others, { accountId: one.accountId, type: "text/plain", size: 4 });
  assert.match(blobId, /^b[0-9a-f]{64}$/);
});

test("RFC 8620 §6.2: a download is the octets, as a file that runs nothing and stays in no cache", async () => {
  const octets = Buffer.from(Array.from({ length: 300 }, (_, index) => index % 256));
  const blobId = await one.upload(octets, "application/octet-stream");
  const path = `/jmap/download/${one.accountId}/${blobId}/${encodeURIComponent("surat “dinas”.html")}?type=text/html`;
  const response = await one.get(path);
  assert.equal(response.status, 200);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), octets);
  assert.equal(response.headers.get("content-type"), "text/html");
  assert.match(
    response.headers.get("content-disposition") ?? "",
    /^attachment; .*filename\*=UTF-8''surat%20%E2%80%9Cdinas/,
  );
  assert.match(response.headers.get("content-security-policy") ?? "", /sandbox/);
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  assert.match(response.headers.get("cache-control") ?? "", /no-store/);
});

test("RFC 8620 §6.2: a type that cannot stand in a header becomes application/octet-stream", async () => {
  const blobId = await one.upload("x", "text/plain");
  const response = await one.get(
    `/jmap/download/${one.accountId}/${blobId}/x?type=${encodeURIComponent("text/html\r\nx: y")}`,
  );
  assert.equal(response.headers.get("content-type"), "application/octet-stream");
});

test("RFC 6266 §4.3: the name of a download names no folder, and shows its own type", async () => {
  const blobId = await one.upload("x", "text/plain");
  for (const name of [
    "../../etc/passwd",
    "..\\..\\x.dll",
    "C:\\x.exe",
    "surat\u202efdp.exe",
    "a\u2066b",
    "x\r\nset-cookie: y",
  ]) {
    const response = await one.get(`/jmap/download/${one.accountId}/${blobId}/${encodeURIComponent(name)}`);
    assert.equal(response.status, 200);
    const disposition = response.headers.get("content-disposition") ?? "";
    const names = /^attachment; filename="([^"]*)"; filename\*=UTF-8''(\S+)$/.exec(disposition)?.slice(1) ?? [];
    assert.equal(names.length, 2, disposition);
    for (const shown of names) assert.doesNotMatch(decodeURIComponent(shown), /[/\\\p{Cc}\p{Bidi_Control}]/u);
    assert.equal(response.headers.get("set-cookie"), null);
  }
});

test("RFC 8620 §6.2: a name as long as files can have is no obstacle", async () => {
  const blobId = await one.upload("x", "text/plain");
  const name = encodeURIComponent(`${"会議の資料".repeat(50)}.pdf`);
  assert.equal((await one.get(`/jmap/download/${one.accountId}/${blobId}/${name}`)).status, 200);
});

test("RFC 8620 §6.2: a program that leaves the name or the type as they are gets what it asks for", async () => {
  const blobId = await one.upload("x", "text/plain");
  const response = await one.get(`/jmap/download/${one.accountId}/${blobId}/surat 1/2 & 3.txt?type=text/plain`);
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/plain"]);
  assert.match(response.headers.get("content-disposition")!, /filename="surat 1_2 & 3.txt"/);
  const nameless = await one.get(`/jmap/download/${one.accountId}/${blobId}/`);
  assert.match(nameless.headers.get("content-disposition")!, /filename="download"; filename\*=UTF-8''download$/);
});

test("RFC 8620 §6.2: another's blob is not found, in their account or in one's own", async () => {
  const blobId = await other.upload("rahasia", "text/plain");
  for (const accountId of [one.accountId, other.accountId, unit]) {
    assert.equal((await one.get(`/jmap/download/${accountId}/${blobId}/x`)).status, 404);
  }
  assert.equal((await fetch(`${url}/jmap/download/${other.accountId}/${blobId}/x`)).status, 401);
  assert.equal((await one.post(`/jmap/upload/${other.accountId}/`, "x")).status, 404);
});

test("RFC 8620 §6.1: an upload over maxSizeUpload is refused", async () => {
  const response = await one.post(`/jmap/upload/${one.accountId}/`, Buffer.alloc(52_428_801));
  assert.equal(response.status, 413);
  assert.equal(((await response.json()) as { limit: string }).limit, "maxSizeUpload");
});

test("RFC 8620 §6.3: Blob/copy gives another account the blob, and tells what was not found", async () => {
  const blobId = await one.upload("salinan", "text/plain");
  const missing = `b${"0".repeat(64)}`;
  const { copied, notCopied } = await one.call("Blob/copy", {
    fromAccountId: one.accountId,
    accountId: unit,
    blobIds: [blobId, missing],
  });
  assert.equal(notCopied[missing].type, "notFound");
  assert.equal(await (await other.get(`/jmap/download/${unit}/${copied[blobId]}/x`)).text(), "salinan");
  const stolen = await one.fail("Blob/copy", { fromAccountId: other.accountId, blobIds: [blobId] });
  assert.equal(stolen.type, "fromAccountNotFound");
});

test("RFC 9110 §14: a download that was cut off goes on where it ended, small or large, whole or a part of a message", async () => {
  const octets = randomBytes(3_000_000);
  const message =
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nisi\r\n--b\r\nContent-Type: application/pdf\r\n' +
    `Content-Transfer-Encoding: base64\r\n\r\n${octets.toString("base64").replaceAll(/.{76}/g, "$&\r\n")}\r\n--b--\r\n`;
  const messageBlob = await one.upload(message);
  for (const [blobId, content] of [
    [await one.upload(octets, "application/pdf"), octets],
    [await one.upload(octets.subarray(0, 1000), "application/pdf"), octets.subarray(0, 1000)],
    [`${messageBlob}_2`, octets],
  ] as const) {
    const path = `/jmap/download/${one.accountId}/${blobId}/surat.pdf`;
    const whole = await one.get(path);
    assert.equal(whole.headers.get("accept-ranges"), "bytes");
    assert.equal(whole.headers.get("content-length"), String(content.length));
    assert.ok(Buffer.from(await whole.arrayBuffer()).equals(content));
    const rest = await one.get(path, { headers: { range: "bytes=400-" } });
    assert.equal(rest.status, 206);
    assert.equal(rest.headers.get("content-range"), `bytes 400-${content.length - 1}/${content.length}`);
    assert.ok(Buffer.from(await rest.arrayBuffer()).equals(content.subarray(400)));
    const none = await one.get(path, { headers: { range: "bytes=9000000-" } });
    assert.equal(none.status, 416);
    assert.equal(none.headers.get("content-range"), `bytes */${content.length}`);
  }
});
