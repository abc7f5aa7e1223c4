import assert from "node:assert/strict";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";

import { openTestJmap } from "../../../support/jmap.ts";

const { one, url, clientOf, budi } = await openTestJmap({ after });
const core = "urn:ietf:params:jmap:core";

async function refused(body: string | Uint8Array, init: RequestInit = {}) {
  const response = await one.post("/jmap/api", body, init);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  const problem = (await response.json()) as { type: string; status: number; limit?: string };
  assert.equal(problem.status, response.status);
  return { ...problem, type: problem.type.replace("urn:ietf:params:jmap:error:", "") };
}

test("RFC 8620 §3.6.1: notJSON for what does not parse, is not UTF-8, or is of another content type", async () => {
  assert.equal((await refused("{")).type, "notJSON");
  assert.equal((await refused("")).type, "notJSON");
  assert.equal((await refused(Buffer.from([0x22, 0xff, 0x22]))).type, "notJSON");
  assert.equal((await refused("{}", { headers: { "content-type": "text/plain" } })).type, "notJSON");
});

test("RFC 8620 §1.5: notJSON for JSON that is not I-JSON", async () => {
  assert.equal((await refused(`{"using":["${core}"],"using":[],"methodCalls":[]}`)).type, "notJSON");
  assert.equal((await refused(`{"using":[],"methodCalls":[["Core/echo",{"a":1,"\\u0061":2},"0"]]}`)).type, "notJSON");
  assert.equal((await refused(`{"using":[],"methodCalls":[["Core/echo",{"a":"\\ud800"},"0"]]}`)).type, "notJSON");
});

test("RFC 8620 §3.6.1: notRequest for JSON of another form", async () => {
  for (const body of [
    "[]",
    "null",
    "{}",
    '{"using":"x","methodCalls":[]}',
    '{"using":[1],"methodCalls":[]}',
    '{"using":[],"methodCalls":{}}',
    '{"using":[],"methodCalls":[["Core/echo",{}]]}',
    '{"using":[],"methodCalls":[["Core/echo",[],"0"]]}',
    '{"using":[],"methodCalls":[["Core/echo",{},0]]}',
    '{"using":[],"methodCalls":[],"createdIds":[]}',
  ]) {
    assert.equal((await refused(body)).type, "notRequest", body);
  }
});

test("RFC 8620 §3.6.1: unknownCapability", async () => {
  assert.equal((await refused('{"using":["urn:example:other"],"methodCalls":[]}')).type, "unknownCapability");
});

test("RFC 8620 §3.6.1: limit names the limit that was passed", async () => {
  const calls = Array.from({ length: 65 }, (_, index) => ["Core/echo", {}, String(index)]);
  const many = await refused(JSON.stringify({ using: [core], methodCalls: calls }));
  assert.deepEqual([many.type, many.limit], ["limit", "maxCallsInRequest"]);
  const large = await refused(`{"using":[],"methodCalls":[]}${" ".repeat(10_000_001)}`);
  assert.deepEqual([large.type, large.limit], ["limit", "maxSizeRequest"]);
  const deep = await refused(
    `{"using":[],"methodCalls":[["Core/echo",{"a":${"[".repeat(5000)}${"]".repeat(5000)}},"0"]]}`,
  );
  assert.deepEqual([deep.type, deep.limit], ["limit", "maxNestingDepth"]);
});

test("RFC 8620 §3.6.1: more requests at once than maxConcurrentRequests are refused, and the others answered", async () => {
  const body = JSON.stringify({ using: [core], methodCalls: [["PushSubscription/get", {}, "0"]] });
  const responses = await Promise.all(Array.from({ length: 60 }, () => one.post("/jmap/api", body)));
  for (const response of responses) {
    if (response.status === 200) continue;
    assert.equal(((await response.json()) as { limit: string }).limit, "maxConcurrentRequests");
  }
  assert.ok(responses.some(({ status }) => status === 200));
  assert.equal((await one.post("/jmap/api", body)).status, 200);
});

test("RFC 8620 §8.2: a stranger is answered 401, a password for something else 403", async () => {
  const body = JSON.stringify({ using: [core], methodCalls: [] });
  const stranger = await fetch(`${url}/jmap/api`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  assert.equal(stranger.status, 401);
  const program = await clientOf(budi, ["smtp"]);
  assert.ok([401, 403].includes((await program.post("/jmap/api", body)).status));
});

test("RFC 8620 §3.6.1: who is still sending what is too large sees the answer", async () => {
  const { host, port } = new URL(url);
  const socket = connect(Number(port), "127.0.0.1");
  const received = text(socket);
  const send = (octets: string | Buffer) => new Promise<void>((sent) => socket.write(octets, () => sent()));
  await send(
    [
      "POST /jmap/api HTTP/1.1",
      `Host: ${host}`,
      `Authorization: ${one.authorization}`,
      "Content-Type: application/json",
      "Content-Length: 20000000",
      "",
      "",
    ].join("\r\n"),
  );
  for (let part = 0; part < 200; part++) await send(Buffer.alloc(100_000, " "));
  assert.match(await received, /^HTTP\/1\.1 400 [^]*"limit":"maxSizeRequest"/);
});
