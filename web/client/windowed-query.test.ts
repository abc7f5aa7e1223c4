import assert from "node:assert/strict";
import { test } from "node:test";
import { effect } from "@preact/signals-core";
import { fc } from "../../test/support/properties.ts";
import { startClient, type ClientHarness } from "../../test/support/client-harness.ts";
import { createMemoryJmap } from "../../test/support/memory-jmap.ts";
import type { Shift, WindowedQuery } from "./types.ts";

async function openInbox(count: number): Promise<ClientHarness & { inbox: WindowedQuery; shifts: Shift[] }> {
  const server = createMemoryJmap();
  for (let n = 1; n <= count; n++) server.addEmail({ subject: `Pesan ${n}` });
  const harness = await startClient({ server });
  const inbox = harness.account.list({ filter: { inMailbox: "m1" } });
  const shifts: Shift[] = [];
  inbox.onShift((shift) => shifts.push(shift));
  effect(() => void inbox.version.value);
  return { ...harness, inbox, shifts };
}

/** Ids of the inbox at the server, newest first. */
function serverIds({ server }: Pick<ClientHarness, "server">): string[] {
  return server
    .emails()
    .filter((email) => email.mailboxIds["m1"])
    .map((email) => email.id)
    .toReversed();
}

test("the same query is the same list", async () => {
  const { account } = await openInbox(1);
  assert.equal(
    account.list({ filter: { inMailbox: "m1" } }),
    account.list({ filter: { inMailbox: "m1" }, collapseThreads: true }),
  );
});

test("only what is looked at is loaded, anywhere in the list", async () => {
  const { server, inbox, advance, ...rest } = await openInbox(400);
  inbox.ensure(0, 40);
  await advance();
  assert.equal(server.requests.length, 0, "the first window came with the page");
  inbox.ensure(300, 340);
  assert.equal(inbox.idAt(300), undefined);
  await advance();
  assert.equal(server.requests.length, 1);
  assert.deepEqual(inbox.slice(300, 340), serverIds({ server, ...rest }).slice(300, 340));
  assert.equal(inbox.idAt(200), undefined);
  inbox.ensure(300, 340);
  await advance();
  assert.equal(server.requests.length, 1, "asking again for what is there costs nothing");
});

test("a scroll bar dragged through the list asks for few windows, and at last for the one it rests on", async () => {
  const { server, inbox, advance, ...rest } = await openInbox(400);
  for (let start = 0; start < 350; start += 5) inbox.ensure(start, start + 30);
  await advance();
  assert.ok(server.requests.length <= 3, `${server.requests.length} requests`);
  assert.deepEqual(inbox.slice(345, 375), serverIds({ server, ...rest }).slice(345, 375));
});

test("mail that arrives at the top goes in at once, or waits while the reader is scrolled down", async () => {
  const { server, inbox, shifts, push, advance } = await openInbox(60);
  const top = inbox.idAt(0);
  inbox.setHolding(true);
  server.addEmail({ subject: "Satu" });
  const newest = server.addEmail({ subject: "Dua" });
  push();
  await advance();
  assert.equal(inbox.idAt(0), top, "nothing moved");
  assert.equal(inbox.pending.value, 2);
  assert.equal(inbox.total.value, 60);
  assert.deepEqual(shifts, []);
  inbox.showPending();
  assert.equal(inbox.idAt(0), newest.id);
  assert.equal(inbox.total.value, 62);
  assert.deepEqual(shifts, [{ index: 0, removed: 0, inserted: 2 }]);
  inbox.setHolding(false);
  const last = server.addEmail({ subject: "Tiga" });
  push();
  await advance();
  assert.equal(inbox.idAt(0), last.id);
  assert.deepEqual(shifts.at(-1), { index: 0, removed: 0, inserted: 1 });
});

test("a window deep in the list stays under the reader's eyes when mail above it comes and goes", async () => {
  const { server, inbox, shifts, push, advance } = await openInbox(400);
  inbox.ensure(300, 330);
  await advance();
  const seen = inbox.idAt(310)!;
  server.destroyEmail(server.emails().at(-250)!.id);
  server.addEmail({ subject: "Baru" });
  server.addEmail({ subject: "Baru lagi" });
  push();
  await advance();
  await advance();
  const moved = shifts.reduce((sum, shift) => sum + shift.inserted - shift.removed, 0);
  assert.equal(inbox.idAt(310 + moved), seen);
  assert.equal(
    inbox.indexOf(seen),
    server
      .emails()
      .toReversed()
      .findIndex((email) => email.id === seen),
  );
});

test("a window that arrives after an action took a row out above it is asked for again, not put a row too low", async () => {
  const { server, account, inbox, advance, ...rest } = await openInbox(110);
  inbox.ensure(52, 72);
  await advance();
  inbox.ensure(46, 66);
  account.actions.archive({ kind: "emails", emailIds: [inbox.idAt(49)!], mailboxId: "m1" });
  await advance();
  await advance();
  assert.deepEqual(inbox.slice(46, 96), serverIds({ server, ...rest }).slice(46, 96));
});

test("windows stay true under any sequence of arrivals, removals, scrolls and pushes", async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), at: fc.nat(110) }),
    fc.record({ kind: fc.constant("remove" as const), at: fc.nat(110) }),
    fc.record({ kind: fc.constant("scroll" as const), at: fc.nat(110) }),
    fc.record({ kind: fc.constant("archive" as const), at: fc.nat(110) }),
    fc.record({ kind: fc.constant("undo" as const), at: fc.constant(0) }),
    fc.record({ kind: fc.constant("hold" as const), at: fc.nat(1) }),
    fc.record({ kind: fc.constant("push" as const), at: fc.constant(0) }),
    fc.record({ kind: fc.constant("wait" as const), at: fc.nat(40) }),
  );
  const steps = fc.array(step, { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(40), async (steps, latencyMs) => {
      const { server, client, account, inbox, push, advance, network } = await openInbox(110);
      network.latencyMs = latencyMs;
      let scrolled = 0;
      for (const { kind, at } of steps) {
        const ids = serverIds({ server });
        if (kind === "add")
          server.addEmail({ subject: "x", receivedAt: `2026-11-0${1 + (at % 9)}T00:00:0${at % 10}.${at}Z` });
        if (kind === "remove" && ids[at]) server.destroyEmail(ids[at]);
        if (kind === "hold") inbox.setHolding(at === 1);
        if (kind === "undo") client.undo();
        if (kind === "scroll") inbox.ensure((scrolled = at), at + 20);
        if (kind === "archive") {
          const id = inbox.idAt(scrolled + (at % 10));
          if (id !== undefined) account.actions.archive({ kind: "emails", emailIds: [id], mailboxId: "m1" });
        }
        if (kind === "push") push();
        if (kind === "push" || kind === "wait") await advance(at);
      }
      inbox.setHolding(false);
      await advance();
      push();
      inbox.ensure(scrolled, scrolled + 20);
      await advance(1000);
      const synchronized = client.synchronize();
      await advance(1000);
      await synchronized;
      const expected = serverIds({ server });
      assert.equal(inbox.total.value, expected.length);
      inbox.slice(0, 250).forEach((id, index) => {
        if (id !== undefined) assert.equal(id, expected[index], `row ${index} of ${expected.length}`);
      });
      const end = Math.min(scrolled + 20, expected.length);
      assert.deepEqual(inbox.slice(scrolled, end), expected.slice(scrolled, end));
      await client.close();
    }),
    { numRuns: 100 },
  );
});
