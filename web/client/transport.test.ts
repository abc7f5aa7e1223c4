import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invocation } from "../../standards/jmap/request.ts";
import { startClient } from "../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../test/support/memory-jmap.ts";
import { createTransport } from "./transport.ts";
import type { Environment } from "./environment.ts";
import { createManualTimers } from "../../test/support/manual-timers.ts";

function openTransport(answers: (() => Response)[]) {
  const time = createManualTimers();
  const asked: number[] = [];
  const inits: RequestInit[] = [];
  const environment = {
    timers: time.timers,
    random: () => 0.5,
    async fetch(_url: string, init: RequestInit) {
      asked.push(time.now());
      inits.push(init);
      const answer = answers.shift();
      if (!answer) throw new TypeError("fetch failed");
      return answer();
    },
  } as unknown as Environment;
  return { transport: createTransport(environment), time, asked, inits };
}

const good = () => Response.json({ methodResponses: [], sessionState: "1" });
const request = { using: [], methodCalls: [] };

test("the pause between attempts grows and stays bounded while there is no network", async () => {
  const { transport, time, asked } = openTransport([]);
  const posting = transport.post("/jmap/api", request, "whileOffline").catch((error: Error) => error.message);
  await time.advance(300_000);
  const pauses = asked.slice(1).map((at, index) => at - asked[index]!);
  assert.deepEqual(pauses.slice(0, 4), [375, 750, 1500, 3000]);
  assert.equal(Math.max(...pauses), 22_500);
  transport.close();
  await time.advance();
  assert.equal(await posting, "aborted");
});

test("Retry-After is kept to", async () => {
  const busy = () => new Response("{}", { status: 503, headers: { "Retry-After": "7" } });
  const { transport, time, asked } = openTransport([busy, good]);
  const posting = transport.post("/jmap/api", request, "whileOffline");
  await time.advance(6999);
  assert.equal(asked.length, 1);
  await time.advance(1);
  assert.equal((await posting).sessionState, "1");
});

test("a page of a proxy in the place of an answer is a failure of the server", async () => {
  const page = () => new Response("<html>Masuk ke Wi-Fi</html>", { status: 200 });
  const { transport, time } = openTransport([page, page, page, page]);
  const posting = transport.post("/jmap/api", request, "whileOffline").catch((error: Error) => error);
  await time.advance(60_000);
  assert.deepEqual(((await posting) as { failure?: unknown }).failure, { kind: "server", status: 0 });
});

test("a request that is wrong is not repeated", async () => {
  const { transport, time, asked } = openTransport([() => new Response("{}", { status: 400 }), good]);
  const posting = transport.post("/jmap/api", request, "whileOffline").catch((error: Error) => error);
  await time.advance(60_000);
  assert.deepEqual(((await posting) as { failure?: unknown }).failure, { kind: "server", status: 400 });
  assert.equal(asked.length, 1);
});

test("what must not take effect twice is asked once", async () => {
  const { transport, time, asked } = openTransport([]);
  const posting = transport.post("/jmap/api", request, "never").catch((error: Error) => error);
  await time.advance(60_000);
  assert.deepEqual(((await posting) as { failure?: unknown }).failure, { kind: "offline" });
  assert.equal(asked.length, 1);
});

test("a change outlives the page, where it is so small that a browser lets it; a question does not", async () => {
  const { transport, inits } = openTransport([good, good, good]);
  const set = (value: string) => ({ using: [], methodCalls: [["Preferences/set", { value }, "s"]] as Invocation[] });
  await transport.post("/jmap/api", set("dark"), "whileOffline");
  await transport.post("/jmap/api", set("x".repeat(60_000)), "whileOffline");
  await transport.post("/jmap/api", request, "whileOffline");
  assert.deepEqual(
    inits.map(({ keepalive }) => keepalive),
    [true, false, false],
  );
});

test("more calls than a request may hold are divided, and groups that refer to each other stay together", async () => {
  const server = createMemoryJmap();
  server.session.capabilities["urn:ietf:params:jmap:core"].maxCallsInRequest = 6;
  for (let n = 0; n < 60; n++) server.addEmail({ subject: `Pesan ${n}` });
  const { account, advance } = await startClient({ server });
  const lists = ["m1", "m2", "m3", "m4"].map((id) =>
    account.list({ filter: { inMailbox: id }, collapseThreads: false }),
  );
  for (const list of lists) list.ensure(0, 50);
  await advance();
  assert.deepEqual(
    lists.map((list) => list.state.value),
    ["ready", "ready", "ready", "ready"],
  );
  assert.equal(server.requests.length, 4);
  assert.ok(server.requests.every((sent) => sent.methodCalls.length <= 6));
});
