import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap } from "../../test/support/jmap.ts";

const { url, one } = await openTestJmap({ after });
const origin = "https://webmail.example";
const session = "/.well-known/jmap";
const body = JSON.stringify({ using: ["urn:ietf:params:jmap:core"], methodCalls: [["Core/echo", { a: 1 }, "0"]] });
const headers = { origin, "content-type": "application/json" };
const allowed = (answer: Response) => answer.headers.get("access-control-allow-origin");

test("a page of another origin that has a password of its own reads what any program does", async () => {
  for (const path of [session, "/jmap/api", "/jmap/session"]) {
    const answer = await one.get(path, { headers });
    assert.deepEqual([answer.status, allowed(answer)], [200, "*"], path);
    assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  }
  const answer = await one.post("/jmap/api", body, { headers });
  assert.deepEqual([answer.status, allowed(answer)], [200, "*"]);
  const stream = await one.get("/jmap/eventsource/?types=*&closeafter=no&ping=0", { headers });
  assert.deepEqual([stream.status, allowed(stream)], [200, "*"]);
  assert.equal(stream.headers.get("cross-origin-resource-policy"), "same-origin");
  await stream.body!.cancel();
});

test("it learns that a password is wrong", async () => {
  const answer = await fetch(new URL(session, url), { headers: { origin, authorization: "Bearer salah" } });
  assert.deepEqual([answer.status, allowed(answer)], [401, "*"]);
});

test("R105: without a password of its own it reads nothing", async () => {
  for (const cookie of ["", "surel-session=x"]) {
    const more = { cookie };
    assert.equal(allowed(await fetch(new URL(session, url), { headers: { origin, ...more } })), null);
    const answer = await fetch(new URL("/jmap/api", url), { method: "POST", body, headers: { ...headers, ...more } });
    assert.deepEqual([answer.status, allowed(answer)], [403, null]);
  }
});

test("a browser that asks first is told what may be sent, and nothing of routes that are not for programs", async () => {
  const ask = (path: string) =>
    fetch(new URL(path, url), {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
  for (const path of [
    session,
    "/jmap/api",
    "/jmap/upload/a1/",
    "/jmap/download/a1/b1/surat.pdf",
    "/jmap/eventsource/",
  ]) {
    const answer = await ask(path);
    assert.deepEqual([answer.status, allowed(answer)], [204, "*"], path);
    assert.match(answer.headers.get("access-control-allow-headers")!, /authorization.*content-type/);
    assert.equal(answer.headers.get("access-control-allow-credentials"), null);
  }
  for (const path of ["/sign-in", "/account/security", "/mail/"]) {
    assert.deepEqual([allowed(await ask(path))], [null], path);
  }
});
