import assert from "node:assert/strict";
import { after, test } from "node:test";

import { methods } from "../../../../server/jmap/methods.ts";
import { capabilities } from "../../../../server/jmap/session.ts";
import { openTestJmap, type Arguments } from "../../../support/jmap.ts";

const { one, other, unit, url, audited } = await openTestJmap({ after });

/** The least that each method can be called with. */
const least: Record<string, Arguments> = {
  "Blob/copy": { fromAccountId: "a1", blobIds: [] },
  "Blob/upload": { create: {} },
  "Blob/get": { ids: [] },
  "Blob/lookup": { typeNames: [], ids: [] },
  "Email/copy": { fromAccountId: "a1", create: {} },
  "Email/import": { emails: {} },
  "Email/parse": { blobIds: [] },
  "Email/get": { ids: [] },
  "Thread/get": { ids: [] },
  "SearchSnippet/get": { emailIds: [] },
};

function argumentsOf(name: string): Arguments {
  if (name.endsWith("/changes")) return { sinceState: "0" };
  if (name.endsWith("/queryChanges")) return { sinceQueryState: "0" };
  return least[name] ?? {};
}

for (const [name, { right }] of Object.entries(methods)) {
  test(`RFC 8620 §8.2: ${name} is not for strangers`, async () => {
    const body = JSON.stringify({ using: [...capabilities], methodCalls: [[name, argumentsOf(name), "0"]] });
    const response = await fetch(`${url}/jmap/api`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    assert.equal(response.status, 401);
  });
  if (name === "Core/echo") continue;

  test(`RFC 8620 §3.6.2: ${name} refuses an argument that it does not have`, async () => {
    const { methodResponses } = await one.request([
      [name, { ...(right === "self" ? {} : { accountId: one.accountId }), ...argumentsOf(name), unheardOf: 1 }, "0"],
    ]);
    assert.equal(methodResponses[0]?.[1].type, "invalidArguments");
  });
  if (right === "self") continue;

  test(`RFC 8620 §3.6.2: ${name} finds no account that is another's, or none at all`, async () => {
    for (const accountId of [other.accountId, "a999999", "nonsense", "a99999999999999999999"]) {
      assert.equal((await one.fail(name, { ...argumentsOf(name), accountId })).type, "accountNotFound");
    }
    const { methodResponses } = await one.request([[name, argumentsOf(name), "0"]]);
    assert.equal(methodResponses[0]?.[1].type, "invalidArguments");
  });
}

test("RFC 8620 §3.6.2: who may read a unit mailbox but not send for it is refused by forbidden", async () => {
  assert.ok(await other.call("Mailbox/get", { accountId: unit }));
  assert.equal((await other.fail("EmailSubmission/set", { accountId: unit })).type, "forbidden");
  assert.ok(await one.call("EmailSubmission/set", { accountId: unit }));
});

test("every use of a mailbox that is not the caller's own leaves a trace, and of one's own none", async () => {
  audited.length = 0;
  await one.call("Email/query");
  assert.equal(audited.length, 0);
  await one.call("Email/query", { accountId: unit });
  await one.request([
    ["Core/echo", { accountId: unit }, "e"],
    ["Mailbox/get", { "#accountId": { resultOf: "e", name: "Core/echo", path: "/accountId" } }, "m"],
  ]);
  assert.deepEqual(
    audited.map(({ subjectAccountId, actorAccountId, method }) => [
      `a${actorAccountId}`,
      `a${subjectAccountId}`,
      method,
    ]),
    [
      [one.accountId, unit, "Email/query"],
      [one.accountId, unit, "Core/echo"],
      [one.accountId, unit, "Mailbox/get"],
    ],
  );
});
