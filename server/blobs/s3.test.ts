// Against a small S3 that keeps objects in memory and checks signatures as S3 does, over real HTTP.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, beforeEach, test } from "node:test";

import { createTestClock } from "../../test/support/clock.ts";
import { StartupError } from "../base/errors.ts";
import type { BlobHash } from "../base/ids.ts";
import { openS3Store, parseS3Url } from "./s3.ts";
import { signRequest } from "./sign-request.ts";

const objects = new Map<string, Buffer>();
let failures = 0;
let requests: string[] = [];

const server = createServer((request, response) => {
  void (async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    requests.push(`${request.method} ${request.url}`);
    if (failures > 0) {
      failures--;
      return response.writeHead(503).end();
    }
    if (!isSigned(request, body)) return response.writeHead(403).end();
    const name = request.url!;
    if (name.startsWith("/surat?")) return response.writeHead(200).end(listObjects(new URL(name, "http://s3")));
    if (request.method === "PUT") objects.set(name, body);
    if (request.method === "DELETE") objects.delete(name);
    const found = objects.get(name);
    if (request.method === "GET" && !found) return response.writeHead(404).end();
    return response.writeHead(200).end(request.method === "GET" ? found : undefined);
  })();
});

/** Two at a time, as a bucket of many is listed. */
function listObjects({ searchParams }: URL): string {
  const prefix = `/surat/${searchParams.get("prefix") ?? ""}`;
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix)).sort();
  const start = Number(searchParams.get("continuation-token")?.slice(1) ?? 0);
  const contents = names.slice(start, start + 2).map((name) => {
    const key = `<Key>${name.slice("/surat/".length)}</Key>`;
    return `<Contents>${key}<LastModified>2026-03-02T01:02:03.000Z</LastModified><Size>3</Size></Contents>`;
  });
  const next = start + 2 < names.length ? `<NextContinuationToken>+${start + 2}</NextContinuationToken>` : "";
  return `<?xml version="1.0"?><ListBucketResult>${contents.join("")}${next}</ListBucketResult>`;
}

/** Worked out from the request as received, with the secret that the server knows. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const given = request.headers.authorization ?? "";
  const [, access, day, region, names = "", signature] =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(given) ?? [];
  const bodyHash = createHash("sha256").update(body).digest("hex");
  if (access !== "kunci" || request.headers["x-amz-content-sha256"] !== bodyHash) return false;
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name])}\n`);
  const [path, query = ""] = request.url!.split("?");
  const canonical = [request.method, path, query, headers.join(""), names, bodyHash].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = [day!, region!, "s3", "aws4_request"].reduce<string | Buffer>(hmac, "AWS4rahasia/+");
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const time = String(request.headers["x-amz-date"]);
  return (
    hmac(key, `AWS4-HMAC-SHA256\n${time}\n${day}/${region}/s3/aws4_request\n${hashed}`).toString("hex") === signature
  );
}

await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
after(() => void server.close());
const { port } = server.address() as AddressInfo;
const clock = createTestClock();
const hash = "ab".repeat(32) as BlobHash;

function open(secret = "rahasia%2F%2B") {
  return openS3Store({
    place: parseS3Url(`s3://kunci:${secret}@127.0.0.1:${port}/surat/arsip?tls=off&region=id-1`),
    clock,
  });
}

beforeEach(() => {
  objects.clear();
  requests = [];
  failures = 0;
});

test("what is written is read, replaced and removed", async () => {
  const store = open();
  await store.check();
  assert.equal(await store.read(hash), undefined);
  await store.write(hash, Buffer.from("isi"));
  await store.write(hash, Buffer.from("isi surat"));
  assert.equal(Buffer.from((await store.read(hash))!).toString(), "isi surat");
  assert.deepEqual([...objects.keys()], [`/surat/arsip/ab/${hash}`]);
  await store.remove(hash);
  await store.remove(hash);
  assert.equal(await store.read(hash), undefined);
});

test("all that is stored is listed, page by page; what is no blob is left out", async () => {
  const store = open();
  const hashes = ["aa", "bb", "cc"].map((pair) => pair.repeat(32) as BlobHash);
  for (const each of hashes) await store.write(each, Buffer.from("isi"));
  objects.set("/surat/arsip/catatan.txt", Buffer.from("lain"));
  objects.set(`/surat/lain/aa/${"dd".repeat(32)}`, Buffer.from("lain"));
  const found = await Array.fromAsync(store.list());
  assert.deepEqual(
    found,
    hashes.map((each) => ({ hash: each, writtenAt: new Date("2026-03-02T01:02:03Z") })),
  );
});

test("a store that is busy is asked again, and fails when it stays so", async () => {
  failures = 2;
  await open().write(hash, Buffer.from("isi"));
  assert.equal(requests.length, 3);
  failures = 3;
  await assert.rejects(open().write(hash, Buffer.from("isi")), /did not take PUT/);
});

test("a wrong secret is refused, and is in no error", async () => {
  const failed = await open("salah")
    .write(hash, Buffer.from("isi"))
    .then(
      () => undefined,
      (error: Error) => error,
    );
  assert.match(failed!.message, /403/);
  assert.doesNotMatch(JSON.stringify(failed, Object.getOwnPropertyNames(failed)), /salah/);
  assert.equal(objects.size, 0);
});

test("a URL without key, secret or bucket is one clear sentence", () => {
  for (const text of ["s3://host/bucket", "s3://key:secret@host", "https://key:secret@host/bucket", "s3://"]) {
    assert.throws(() => parseS3Url(text), StartupError, text);
  }
});

test("AWS Signature Version 4: the scope, the signed headers and the signature are named", () => {
  const headers = signRequest(
    {
      method: "GET",
      url: new URL("https://examplebucket.s3.amazonaws.com/test.txt"),
      body: new Uint8Array(0),
      at: new Date("2013-05-24T00:00:00Z"),
    },
    { accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1" },
  );
  assert.match(headers.authorization!, /Credential=AKIAIOSFODNN7EXAMPLE\/20130524\/us-east-1\/s3\/aws4_request/);
  assert.match(headers.authorization!, /SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/);
});
