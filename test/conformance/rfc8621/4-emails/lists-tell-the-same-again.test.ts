import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, sampleMessage, type Answer } from "../../../support/jmap.ts";

const { one, other } = await openTestJmap({ after });
const properties = ["mailboxIds", "keywords", "from", "subject", "preview", "receivedAt", "size", "hasAttachment"];
const listed = (ids: string[], client = one) => client.call("Email/get", { ids, properties });
let count = 0;
const receive = (client = one, subject = "Undangan") =>
  client.receive(
    sampleMessage.replaceAll("undangan@", `d${++count}@`).replace(/Subject: .*/, `Subject: ${subject} ${count}`),
  );

test("RFC 8621 §4.2: an email is the same in a list, in a list that is asked for again, and read for itself", async () => {
  const ids = [await receive(one, 'Rapat "A\\B" é €'), await receive(one, "=?utf-8?q?Rapat_=F0=9F=98=80_=07_=22?=")];
  const first = await listed(ids);
  assert.deepEqual(await listed(ids), first);
  const whole = await one.call("Email/get", { ids, properties: [...properties, "blobId"] });
  for (const [place, { blobId, ...email }] of whole.list.entries()) {
    assert.match(blobId, /^b/);
    assert.deepEqual(first.list[place], email);
  }
  assert.match(first.list[0].subject, /"A\\B"/);
  const [subject] = (await one.call("Email/get", { ids, properties: ["subject"] })).list;
  assert.deepEqual(subject, { id: ids[0], subject: first.list[0].subject });
});

test("RFC 8621 §4.1.1: what can change of an email is told as it is, also in a list that is asked for again", async () => {
  const id = await receive();
  const [before] = (await listed([id])).list;
  const archive = await one.mailbox("archive");
  const changed = { keywords: { $seen: true, "a,b": true }, mailboxIds: { [archive]: true } };
  await one.call("Email/set", { update: { [id]: changed } });
  assert.deepEqual((await listed([id])).list, [{ ...before, ...changed }]);
  await one.call("Email/set", { destroy: [id] });
  const { list, notFound } = await listed([id]);
  assert.deepEqual([list, notFound], [[], [id]]);
});

test("an id that two accounts have stands for each one's own email, and for nothing where there is none", async () => {
  const ids = [await receive(), await receive(), await receive()];
  const subjects = async (client = one) =>
    Object.fromEntries((await listed(ids, client)).list.map(({ id, subject }: Answer) => [id, subject]));
  await subjects();
  assert.deepEqual(await subjects(other), {});
  const theirs: string[] = [];
  while (!theirs.includes(ids[1]!)) theirs.push(await receive(other, "Lain"));
  assert.match((await subjects(other))[ids[1]!], /^Lain/);
  assert.match((await subjects())[ids[1]!], /^Undangan/);
});

test("RFC 8620 §3.7: references reach into a list that was asked for before", async () => {
  const ids = [await receive(), await receive()];
  await listed(ids);
  const { accountId } = one;
  const { methodResponses } = await one.request([
    ["Email/get", { accountId, ids, properties }, "e"],
    ["Core/echo", { "#all": { resultOf: "e", name: "Email/get", path: "/list/*/id" } }, "a"],
    ["Core/echo", { "#subject": { resultOf: "e", name: "Email/get", path: "/list/0/subject" } }, "s"],
  ]);
  assert.deepEqual(methodResponses[1]?.[1], { all: ids });
  assert.match(String(methodResponses[2]?.[1].subject), /^Undangan/);
});
