import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one, other, unit } = await openTestJmap({ after });

/** Opens a stream; `heard` are its events until `enough` says so. What changes after the opening is told. */
async function listen(path: string, enough: (events: Answer[]) => boolean, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const response = await one.get(path, { headers, signal: abort.signal });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body!.getReader();
  const events: Answer[] = [];
  const all = (async () => {
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return { events, ended: true };
      text += Buffer.from(value).toString();
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s, 2)));
        if (fields.event) events.push({ ...fields, data: JSON.parse(fields.data) });
      }
      if (enough(events)) {
        abort.abort();
        return { events, ended: false };
      }
    }
  })();
  return { heard: all };
}

test("RFC 8620 §7.3: a change is told once it is there, with the states of its types", async () => {
  const { heard } = await listen("/jmap/eventsource/?types=*&closeafter=no&ping=0", (events) => events.length > 0);
  await one.receive();
  const { events } = await heard;
  assert.equal(events[0].event, "state");
  const { state } = await one.call("Email/get", { ids: [] });
  assert.equal(events[0].data["@type"], "StateChange");
  assert.equal(events[0].data.changed[one.accountId].Email, state);
});

test("RFC 8620 §7.3: only the types that were asked for, and the connection ends after the first with closeafter=state", async () => {
  const { heard } = await listen("/jmap/eventsource/?types=Mailbox,Identity&closeafter=state&ping=0", () => false);
  await one.call("Mailbox/set", { create: { k: { name: "Baru" } } });
  const { events, ended } = await heard;
  assert.equal(ended, true);
  assert.deepEqual(Object.keys(events[0].data.changed[one.accountId]), ["Mailbox"]);
});

test("RFC 8621 §1.5: EmailDelivery is told when an email comes, and not when it changes", async () => {
  const path = "/jmap/eventsource/?types=EmailDelivery,Identity&closeafter=state&ping=0";
  const typesOf = ({ events }: Answer) => Object.keys(events[0].data.changed[one.accountId]);
  const coming = await listen(path, () => false);
  const id = await one.receive();
  assert.deepEqual(typesOf(await coming.heard), ["EmailDelivery"]);
  const changing = await listen(path, () => false);
  await one.call("Email/set", { update: { [id]: { "keywords/$seen": true } } });
  await one.call("Email/set", { destroy: [id] });
  const identity = (await one.call("Identity/get")).list[0].id;
  await one.call("Identity/set", { update: { [identity]: { name: "Budi" } } });
  assert.deepEqual(typesOf(await changing.heard), ["Identity"]);
});

test("RFC 8620 §7.3: changes in a unit mailbox are told to those who act for it", async () => {
  const { heard } = await listen("/jmap/eventsource/?types=*&closeafter=no&ping=0", (events) => events.length > 0);
  await other.call("Mailbox/set", { accountId: unit, create: { k: { name: "Baru" } } });
  assert.ok((await heard).events[0].data.changed[unit].Mailbox);
});

test("RFC 8620 §7.3: who comes back with Last-Event-ID is told what was missed", async () => {
  const { heard } = await listen("/jmap/eventsource/?types=*&closeafter=state&ping=0", () => false);
  await one.receive();
  const { id } = (await heard).events[0];
  await one.call("Mailbox/set", { create: { k: { name: "Terlewat" } } });
  const path = "/jmap/eventsource/?types=*&closeafter=no&ping=0";
  const { events } = await (await listen(path, (all) => all.length > 0, { "last-event-id": id })).heard;
  assert.ok(events[0].data.changed[one.accountId].Mailbox);
});

test("RFC 8620 §7.3: a nonsense query is refused", async () => {
  assert.equal((await one.get("/jmap/eventsource/?types=*&closeafter=never&ping=0")).status, 400);
  assert.equal((await one.get("/jmap/eventsource/?types=*&closeafter=no&ping=x")).status, 400);
});

test("RFC 8620 §7.2: a subscription is verified by a code sent to its URL, and then told of changes", async (t) => {
  const posts: Answer[] = [];
  const service = createServer((request: IncomingMessage, response) => {
    let text = "";
    request.on("data", (piece: Buffer) => (text += piece.toString()));
    request.on("end", () => {
      posts.push(JSON.parse(text));
      response.end();
    });
  });
  await new Promise<void>((opened) => service.listen(0, "127.0.0.1", opened));
  t.after(() => service.close());
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/push`;
  const { created } = await one.call("PushSubscription/set", {
    create: { k: { deviceClientId: "gawai", url, types: ["Email"] } },
    accountId: undefined,
  });
  const { id } = created.k;
  await until(() => posts.length === 1);
  assert.equal(posts[0]["@type"], "PushVerification");
  assert.equal(posts[0].pushSubscriptionId, id);
  const wrong = await one.call("PushSubscription/set", {
    accountId: undefined,
    update: { [id]: { verificationCode: "x" } },
  });
  assert.equal(wrong.notUpdated[id].type, "invalidProperties");
  const { verificationCode } = posts[0];
  const right = await one.call("PushSubscription/set", {
    accountId: undefined,
    update: { [id]: { verificationCode } },
  });
  assert.ok(id in right.updated);
  await one.receive();
  await until(() => posts.length === 2);
  assert.deepEqual(Object.keys(posts[1].changed[one.accountId]), ["Email"]);

  const { list } = await one.call("PushSubscription/get", { accountId: undefined });
  assert.equal(list[0].verificationCode, verificationCode);
  assert.ok(!("url" in list[0]) && !("keys" in list[0]));
  assert.equal(
    (await one.fail("PushSubscription/get", { accountId: undefined, properties: ["url"] })).type,
    "forbidden",
  );
  assert.deepEqual((await other.call("PushSubscription/get", { accountId: undefined })).list, []);
  const gone = await one.call("PushSubscription/set", { accountId: undefined, destroy: [id] });
  assert.deepEqual(gone.destroyed, [id]);
});

test("RFC 8620 §7.2: a URL that is not https, a verification code, and keys that are none are refused", async () => {
  const { notCreated } = await one.call("PushSubscription/set", {
    accountId: undefined,
    create: {
      a: { deviceClientId: "x", url: "http://example.org/" },
      b: { deviceClientId: "x", url: "https://example.org/", verificationCode: "1" },
      c: { deviceClientId: "x", url: "https://example.org/", keys: { p256dh: "AA", auth: "AA" } },
      d: { url: "https://example.org/" },
    },
  });
  const wrong = ["a", "b", "c", "d"].map((key) => notCreated[key].properties[0]);
  assert.deepEqual(wrong, ["url", "verificationCode", "keys", "deviceClientId"]);
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 6_000) throw new Error("it does not come");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test("RFC 8620 §1.2: the id of a subscription is no other's, also after it was destroyed or replaced", async () => {
  const subscribe = async () => {
    const create = { k: { deviceClientId: "gawai", url: "https://push.example/satu" } };
    return (await one.call("PushSubscription/set", { accountId: undefined, create })).created.k.id;
  };
  const first = await subscribe();
  const second = await subscribe();
  assert.deepEqual((await one.call("PushSubscription/set", { accountId: undefined, destroy: [second] })).destroyed, [
    second,
  ]);
  const third = await subscribe();
  assert.equal(new Set([first, second, third]).size, 3);
  await one.call("PushSubscription/set", { accountId: undefined, destroy: [third] });
});

test("RFC 8620 §7.2.2: what cannot be kept is refused by name", async () => {
  const good = { deviceClientId: "x", url: "https://push.example/x" };
  const { notCreated } = await one.call("PushSubscription/set", {
    accountId: undefined,
    create: {
      a: { ...good, deviceClientId: "a\0b" },
      b: { ...good, url: "https://push.example/a\0b" },
      c: { ...good, types: ["a\0b"] },
    },
  });
  assert.deepEqual(
    ["a", "b", "c"].map((key) => notCreated[key].properties),
    [["deviceClientId"], ["url"], ["types"]],
  );
});
