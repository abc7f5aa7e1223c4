import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { methods } from "../../../../server/jmap/methods.ts";
import { openTestJmap, type Arguments } from "../../../support/jmap.ts";

const { one, other, url } = await openTestJmap({ after });

/** What belongs to the other: none of it exists in one's own account. */
const foreign: Record<string, string> = {};
let statesBefore: string;

before(async () => {
  // Ids are numbers of an account: the other has more of everything, so that theirs are none of ours.
  const secret = "From: x@example.org\r\nSubject: rahasia negara\r\n\r\nhanya untuk Siti\r\n";
  for (let number = 0; number < 3; number++) foreign.Email = await other.receive(`X-N: ${number}\r\n${secret}`);
  const { list } = await other.call("Email/get", { ids: [foreign.Email], properties: ["threadId", "blobId"] });
  foreign.Thread = list[0].threadId;
  foreign.Blob = list[0].blobId;
  foreign.Upload = await other.upload("hanya milik Siti", "text/plain");
  for (let number = 0; number < 3; number++) {
    const { created } = await other.call("Mailbox/set", { create: { k: { name: `Kotak ${number}` } } });
    foreign.Mailbox = created.k.id;
  }
  foreign.Identity = "i999999";
  foreign.EmailSubmission = "s999999";
  statesBefore = await statesOf();
});

async function statesOf(): Promise<string> {
  const types = ["Mailbox", "Email", "Thread", "Identity", "EmailSubmission"];
  const { methodResponses } = await other.request(
    types.map((type) => [`${type}/get`, { accountId: other.accountId, ids: [] }, type]),
  );
  return JSON.stringify(methodResponses.map(([, { state }]) => state));
}

for (const name of Object.keys(methods).filter((one) => /\/(get|set)$/.test(one))) {
  const [type = ""] = name.split("/");
  test(`RFC 8620 §5: ${name} finds nothing of another account`, async () => {
    const id = foreign[type];
    if (id === undefined) return;
    if (name.endsWith("/get")) {
      const { list, notFound } = await one.call(name, { ids: [id] });
      assert.deepEqual([list, notFound], [[], [id]]);
      return;
    }
    const { notUpdated, notDestroyed } = await one.call(name, { update: { [id]: {} }, destroy: [`${id}0`] });
    assert.equal(notUpdated[id].type, "notFound");
    assert.equal(notDestroyed[`${id}0`].type, "notFound");
  });
}

const attempts: [string, Arguments][] = [
  ["Email/query", { filter: { inMailbox: "FOREIGN Mailbox" } }],
  ["Email/query", { filter: { text: "rahasia negara" } }],
  ["Email/query", { anchor: "FOREIGN Email" }],
  ["Email/import", { emails: { k: { blobId: "FOREIGN Blob", mailboxIds: { OWN: true } } } }],
  ["Email/import", { emails: { k: { blobId: "FOREIGN Upload", mailboxIds: { OWN: true } } } }],
  ["Email/parse", { blobIds: ["FOREIGN Blob"] }],
  ["Email/set", { create: { k: { mailboxIds: { "FOREIGN Mailbox": true }, subject: "x" } } }],
  [
    "Email/set",
    { create: { k: { mailboxIds: { OWN: true }, attachments: [{ blobId: "FOREIGN Blob", type: "text/plain" }] } } },
  ],
  ["EmailSubmission/set", { create: { k: { emailId: "FOREIGN Email", identityId: "FOREIGN Identity" } } }],
  ["SearchSnippet/get", { emailIds: ["FOREIGN Email"], filter: { text: "rahasia" } }],
  ["Email/copy", { fromAccountId: "OTHER", create: { k: { id: "FOREIGN Email", mailboxIds: { OWN: true } } } }],
  ["Blob/copy", { fromAccountId: "OTHER", blobIds: ["FOREIGN Blob"] }],
  ["Mailbox/set", { create: { k: { name: "x", parentId: "FOREIGN Mailbox" } } }],
  ["Mailbox/query", { filter: { parentId: "FOREIGN Mailbox" } }],
];

for (const [name, args] of attempts) {
  test(`RFC 8620 §8.2: ${name} with ${/FOREIGN \w+|rahasia negara/.exec(JSON.stringify(args))?.[0]} gives nothing away and changes nothing`, async () => {
    const inbox = await one.mailbox("inbox");
    const text = JSON.stringify({ accountId: one.accountId, ...args })
      .replace(/FOREIGN (\w+)/g, (_, type: string) => foreign[type] ?? "")
      .replaceAll("OWN", inbox)
      .replaceAll("OTHER", other.accountId);
    const { methodResponses } = await one.request([[name, JSON.parse(text) as Arguments, "0"]]);
    const answer = JSON.stringify(methodResponses);
    assert.doesNotMatch(answer, /hanya untuk Siti|"created":\{"k"|"parsed":\{"|"copied":\{"/, answer);
    assert.doesNotMatch(answer, /"ids":\["/, answer);
    assert.equal(await statesOf(), statesBefore);
  });
}

test("RFC 8620 §6.2: nothing of another account is downloaded or uploaded, by any mixture of ids", async () => {
  for (const blobId of [foreign.Blob, foreign.Upload]) {
    for (const accountId of [one.accountId, other.accountId, "a0", "..", "a1e3"]) {
      const answer = await one.get(`/jmap/download/${accountId}/${blobId}/x?type=text/plain`);
      assert.equal(answer.status, 404, accountId);
      assert.doesNotMatch(await answer.text(), /Siti/);
    }
  }
  assert.equal((await one.post(`/jmap/upload/${other.accountId}/`, "x")).status, 404);
  const session = await fetch(`${url}/.well-known/jmap`, { headers: { authorization: one.authorization } });
  assert.doesNotMatch(await session.text(), new RegExp(`"${other.accountId}"`));
});
