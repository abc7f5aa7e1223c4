import assert from "node:assert/strict";
import { after, test } from "node:test";

import type { Invocation } from "../../../../standards/jmap/request.ts";
import { openTestJmap, sampleMessage } from "../../../support/jmap.ts";

const { one, clientOf, addAccount } = await openTestJmap({ after });
const core = "urn:ietf:params:jmap:core";

test("RFC 8620 §4: Core/echo gives back what it gets", async () => {
  const { methodResponses } = await one.request([["Core/echo", { hello: true, "x y": [1, null] }, "b3ff"]]);
  assert.deepEqual(methodResponses, [["Core/echo", { hello: true, "x y": [1, null] }, "b3ff"]]);
});

test("RFC 8620 §3.6.2: a method that fails does not stop the others", async () => {
  const { methodResponses } = await one.request([
    ["Core/echo", {}, "a"],
    ["Foo/bar", {}, "b"],
    ["Core/echo", {}, "c"],
  ]);
  assert.deepEqual(methodResponses, [
    ["Core/echo", {}, "a"],
    ["error", { type: "unknownMethod" }, "b"],
    ["Core/echo", {}, "c"],
  ]);
});

test("RFC 8620 §3.6.2: a method of a capability that is not used is unknown", async () => {
  const { methodResponses } = await one.request([["Mailbox/get", { accountId: one.accountId }, "0"]], {
    using: [core],
  });
  assert.equal(methodResponses[0]?.[1].type, "unknownMethod");
});

test("RFC 8620 §3.7: a reference takes its value from an earlier response, `*` from each of a list", async () => {
  const emailId = await one.receive();
  const { accountId } = one;
  const { methodResponses } = await one.request([
    ["Email/query", { accountId }, "q"],
    [
      "Email/get",
      { accountId, "#ids": { resultOf: "q", name: "Email/query", path: "/ids" }, properties: ["threadId"] },
      "e",
    ],
    ["Thread/get", { accountId, "#ids": { resultOf: "e", name: "Email/get", path: "/list/*/threadId" } }, "t"],
    ["Core/echo", { "#all": { resultOf: "t", name: "Thread/get", path: "/list/*/emailIds" } }, "x"],
    ["Core/echo", { "#first": { resultOf: "t", name: "Thread/get", path: "/list/0/emailIds/0" } }, "y"],
  ]);
  assert.deepEqual(methodResponses.at(-2)?.[1], { all: [emailId] });
  assert.deepEqual(methodResponses.at(-1)?.[1], { first: emailId });
});

test("RFC 8620 §3.7: a reference to nothing is invalidResultReference, an argument given twice invalidArguments", async () => {
  const { methodResponses } = await one.request([
    ["Core/echo", { list: [] }, "0"],
    ["Core/echo", { "#a": { resultOf: "9", name: "Core/echo", path: "/list" } }, "1"],
    ["Core/echo", { "#a": { resultOf: "0", name: "Foo/get", path: "/list" } }, "2"],
    ["Core/echo", { "#a": { resultOf: "0", name: "Core/echo", path: "/other" } }, "3"],
    ["Core/echo", { "#a": { resultOf: "0", name: "Core/echo", path: "list" } }, "4"],
    ["Core/echo", { "#a": 1 }, "5"],
    ["Core/echo", { a: 1, "#a": { resultOf: "0", name: "Core/echo", path: "/list" } }, "6"],
  ]);
  const types = methodResponses.slice(1).map(([, { type }]) => type);
  assert.deepEqual(types, [...Array(4).fill("invalidResultReference"), "invalidArguments", "invalidArguments"]);
});

test("RFC 8620 §3.3: createdIds go in and come out, and name objects across methods", async () => {
  const { accountId } = one;
  const using = [core, "urn:ietf:params:jmap:mail"];
  const { methodResponses, createdIds } = await one.request(
    [
      ["Mailbox/set", { accountId, create: { k: { name: "Proyek", parentId: "#old" } } }, "0"],
      ["Mailbox/get", { accountId, ids: ["#k"] }, "1"],
    ],
    { using, createdIds: { old: await one.mailbox("archive") } },
  );
  const [mailbox] = methodResponses[1]![1].list as { id: string; parentId: string }[];
  assert.equal(mailbox?.parentId, createdIds?.old);
  assert.equal(mailbox?.id, createdIds?.k);
  assert.equal((await one.request([["Core/echo", {}, "0"]])).createdIds, undefined);
});

test("RFC 8620 §3.7: a list with its conversations in one request is what its calls are one by one", async () => {
  const client = await clientOf(await addAccount({ address: "daftar@contoh.go.id", displayName: "Daftar" }));
  const { accountId } = client;
  const [inbox, archive] = [await client.mailbox("inbox"), await client.mailbox("archive")];
  const message = (id: string, more: string) =>
    sampleMessage.replace("<undangan@", `<${id}@`).replace("Date:", `${more}Date:`);
  const reply = "In-Reply-To: <pertama@example.org>\r\n";
  await client.receive(message("pertama", ""), { receivedAt: "2026-03-02T01:00:00Z" });
  await client.receive(message("lain", ""), { receivedAt: "2026-03-02T02:00:00Z", keywords: { $seen: true } });
  await client.receive(message("kedua", reply), {
    receivedAt: "2026-03-02T03:00:00Z",
    mailboxIds: { [archive]: true },
  });
  await client.receive(message("ketiga", reply), { receivedAt: "2026-03-02T00:30:00Z" });
  const query = { accountId, filter: { inMailbox: inbox }, collapseThreads: true, calculateTotal: true };
  const calls = (window: object): Invocation[] => [
    ["Mailbox/get", { accountId, ids: null }, "m"],
    ["Email/query", { ...query, ...window }, "q"],
    [
      "Email/get",
      { accountId, "#ids": { resultOf: "q", name: "Email/query", path: "/ids" }, properties: ["threadId"] },
      "x",
    ],
    ["Thread/get", { accountId, "#ids": { resultOf: "x", name: "Email/get", path: "/list/*/threadId" } }, "t"],
    ["Email/get", { accountId, "#ids": { resultOf: "t", name: "Thread/get", path: "/list/*/emailIds" } }, "e"],
    ["Identity/get", { accountId, ids: null }, "i"],
  ];
  for (const window of [{}, { limit: 1 }, { position: 1 }, { position: 9 }, { position: -1 }, { limit: 0 }]) {
    const together = (await client.request(calls(window))).methodResponses;
    const apart: Invocation[] = [];
    for (const [name, args, callId] of calls(window)) {
      const own = Object.entries(args).map(([key, value]) => {
        if (key !== "#ids") return [key, value];
        const [, answer] = apart.at(-1)!;
        const list = answer.list as { threadId: string; emailIds: string[] }[] | undefined;
        if (callId === "x") return ["ids", answer.ids];
        return [
          "ids",
          callId === "t" ? list?.map(({ threadId }) => threadId) : list?.flatMap(({ emailIds }) => emailIds),
        ];
      });
      apart.push(...(await client.request([[name, Object.fromEntries(own), callId]])).methodResponses);
    }
    assert.deepEqual(together, apart, JSON.stringify(window));
  }
});
