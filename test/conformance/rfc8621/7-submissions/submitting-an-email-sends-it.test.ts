import assert from "node:assert/strict";
import { after, test } from "node:test";

import { openTestJmap, type Answer } from "../../../support/jmap.ts";

const { one, other, unit } = await openTestJmap({ after });
const email = "budi.santoso@contoh.go.id";
const [{ id: identityId }] = (await one.call("Identity/get")).list;
const drafts = await one.mailbox("drafts");
const sent = await one.mailbox("sent");

async function draft(properties: Record<string, unknown> = {}): Promise<string> {
  const { created, notCreated } = await one.call("Email/set", {
    create: {
      k: {
        mailboxIds: { [drafts]: true },
        keywords: { $draft: true },
        from: [{ name: "Budi", email }],
        to: [{ name: "Siti", email: "siti.rahayu@contoh.go.id" }],
        bcc: [{ email: "admin@contoh.go.id" }],
        subject: "Halo",
        bodyValues: { t: { value: "Apa kabar?" } },
        textBody: [{ partId: "t", type: "text/plain" }],
        ...properties,
      },
    },
  });
  if (!created) throw new Error(JSON.stringify(notCreated));
  return created.k.id;
}

async function submit(properties: Record<string, unknown>): Promise<Answer> {
  const { created, notCreated } = await one.call("EmailSubmission/set", {
    create: { s: { identityId, ...properties } },
  });
  return created?.s ?? notCreated.s;
}

test("RFC 8621 §7.5: the email reaches its recipients, the draft is filed by an Email/set of its own", async () => {
  const emailId = await draft();
  const { state } = await one.call("EmailSubmission/get", { ids: [] });
  const { methodResponses } = await one.request([
    [
      "EmailSubmission/set",
      {
        accountId: one.accountId,
        create: { s: { identityId, emailId } },
        onSuccessUpdateEmail: { "#s": { "keywords/$draft": null, mailboxIds: { [sent]: true } } },
      },
      "0",
    ],
  ]);
  const [submitted, filed] = methodResponses as Answer[];
  const { id, undoStatus, envelope } = submitted[1].created.s;
  assert.equal(undoStatus, "final");
  assert.equal(envelope.mailFrom.parameters, null);
  assert.deepEqual(
    [envelope.mailFrom.email, envelope.rcptTo.map((rcpt: Answer) => rcpt.email)],
    [email, ["siti.rahayu@contoh.go.id", "admin@contoh.go.id"]],
  );
  assert.deepEqual([filed[0], filed[1].updated, filed[2]], ["Email/set", { [emailId]: null }, "0"]);
  const { list } = await one.call("Email/get", { ids: [emailId], properties: ["mailboxIds", "keywords"] });
  assert.deepEqual([list[0].mailboxIds, list[0].keywords], [{ [sent]: true }, {}]);

  const [received] = (await other.call("Email/query", { filter: { subject: "halo" } })).ids;
  const { list: theirs } = await other.call("Email/get", { ids: [received], properties: ["bcc", "subject"] });
  assert.deepEqual([theirs[0].bcc, theirs[0].subject], [null, "Halo"]);

  const changes = await one.call("EmailSubmission/changes", { sinceState: state });
  assert.deepEqual(changes.created, [id]);
  const got = (await one.call("EmailSubmission/get", { ids: [id] })).list[0];
  assert.equal(got.emailId, emailId);
  assert.equal(got.deliveryStatus["siti.rahayu@contoh.go.id"].delivered, "yes");
  assert.match(got.deliveryStatus["siti.rahayu@contoh.go.id"].smtpReply, /^250 /);
});

test("RFC 8621 §7.5: onSuccessDestroyEmail, and a draft made by the same request", async () => {
  const { methodResponses } = await one.request([
    [
      "Email/set",
      {
        accountId: one.accountId,
        create: { d: { mailboxIds: { [drafts]: true }, from: [{ email }], to: [{ email }], subject: "sekali" } },
      },
      "0",
    ],
    [
      "EmailSubmission/set",
      {
        accountId: one.accountId,
        create: { s: { identityId, emailId: "#d" }, bad: { identityId, emailId: "#none" } },
        onSuccessDestroyEmail: ["#s", "#bad"],
      },
      "1",
    ],
  ]);
  const [made, submitted, destroyed] = methodResponses as Answer[];
  assert.deepEqual(submitted[1].notCreated.bad.properties, ["emailId"]);
  assert.deepEqual(destroyed[1].destroyed, [made[1].created.d.id]);
});

test("RFC 8621 §7.5: nothing happens to the email when it was not sent", async () => {
  const emailId = await draft({ to: [], bcc: [] });
  const { methodResponses } = await one.request([
    [
      "EmailSubmission/set",
      { accountId: one.accountId, create: { s: { identityId, emailId } }, onSuccessDestroyEmail: ["#s"] },
      "0",
    ],
  ]);
  assert.equal(methodResponses.length, 1);
  assert.equal((methodResponses[0] as Answer)[1].notCreated.s.type, "noRecipients");
});

test("RFC 8621 §7.5: each reason not to send has its name", async () => {
  const emailId = await draft();
  const envelope = (mailFrom: string, ...rcptTo: string[]) => ({
    mailFrom: { email: mailFrom },
    rcptTo: rcptTo.map((each) => ({ email: each })),
  });
  assert.deepEqual((await submit({ emailId: "e999" })).properties, ["emailId"]);
  assert.deepEqual((await submit({ emailId, identityId: "i999" })).properties, ["identityId"]);
  assert.deepEqual((await submit({ emailId, sendAt: "2026-01-01T00:00:00Z" })).properties, ["sendAt"]);
  assert.deepEqual((await submit({ emailId, envelope: {} })).properties, ["envelope"]);
  assert.equal((await submit({ emailId, envelope: envelope(email) })).type, "noRecipients");
  const invalid = await submit({ emailId, envelope: envelope(email, "siti.rahayu@contoh.go.id", "bukan alamat") });
  assert.deepEqual([invalid.type, invalid.invalidRecipients], ["invalidRecipients", ["bukan alamat"]]);
  assert.equal(
    (await submit({ emailId, envelope: envelope("siti.rahayu@contoh.go.id", email) })).type,
    "forbiddenMailFrom",
  );
  const foreign = await draft({ from: [{ email: "siti.rahayu@contoh.go.id" }] });
  assert.equal((await submit({ emailId: foreign })).type, "forbiddenFrom");
  const many = Array.from({ length: 2001 }, (_, index) => `orang${index}@example.org`);
  const tooMany = await submit({ emailId, envelope: envelope(email, ...many) });
  assert.deepEqual([tooMany.type, tooMany.maxRecipients], ["tooManyRecipients", 2000]);
});

test("RFC 8621 §7: what is to be sent later can be taken back, what was sent cannot", async () => {
  const emailId = await draft();
  const held = (parameters: Record<string, string>) => ({
    mailFrom: { email, parameters },
    rcptTo: [{ email: "siti.rahayu@contoh.go.id" }],
  });
  const later = await submit({ emailId, envelope: held({ HOLDFOR: "3600" }) });
  assert.deepEqual([later.undoStatus, later.sendAt], ["pending", "2026-03-02T02:00:00Z"]);
  const until = await submit({ emailId, envelope: held({ holduntil: "2026-03-02T10:00:00+07:00" }) });
  assert.equal(until.sendAt, "2026-03-02T03:00:00Z");
  assert.deepEqual((await submit({ emailId, envelope: held({ HOLDFOR: "99999999" }) })).properties, ["envelope"]);
  const update = async (id: string, patch: unknown) => one.call("EmailSubmission/set", { update: { [id]: patch } });
  assert.deepEqual((await update(later.id, { undoStatus: "canceled" })).updated, { [later.id]: null });
  assert.equal((await one.call("EmailSubmission/get", { ids: [later.id] })).list[0].undoStatus, "canceled");
  assert.deepEqual((await update(until.id, { undoStatus: "final" })).notUpdated[until.id].properties, ["undoStatus"]);
  assert.deepEqual((await update(until.id, { emailId: "e1" })).notUpdated[until.id].properties, ["emailId"]);
  const now = await submit({ emailId });
  assert.equal((await update(now.id, { undoStatus: "canceled" })).notUpdated[now.id].type, "cannotUnsend");
  assert.equal((await update("s999", { undoStatus: "canceled" })).notUpdated.s999.type, "notFound");
});

test("RFC 8621 §7.3: filters and sorts, and the changes of a list", async () => {
  const emailId = await draft({ subject: "dicari" });
  const before = await one.call("EmailSubmission/query", { filter: { emailIds: [emailId] } });
  assert.deepEqual(before.ids, []);
  const { id } = await submit({ emailId });
  assert.deepEqual(
    (await one.call("EmailSubmission/query", { filter: { emailIds: [emailId], undoStatus: "final" } })).ids,
    [id],
  );
  assert.deepEqual((await one.call("EmailSubmission/query", { filter: { undoStatus: "canceled" } })).ids.length, 1);
  // The name of §7.3, and that of the property it means.
  for (const property of ["sentAt", "sendAt"]) {
    const newest = await one.call("EmailSubmission/query", { sort: [{ property, isAscending: false }], limit: 1 });
    assert.equal(newest.ids.length, 1);
  }
  const changes = await one.call("EmailSubmission/queryChanges", {
    filter: { emailIds: [emailId] },
    sinceQueryState: before.queryState,
  });
  assert.deepEqual(changes.added, [{ id, index: 0 }]);
  assert.equal((await one.fail("EmailSubmission/query", { sort: [{ property: "x" }] })).type, "unsupportedSort");
  assert.equal((await one.fail("EmailSubmission/query", { filter: { x: 1 } })).type, "unsupportedFilter");
});

test("RFC 8621 §7.5: a record that is destroyed is told by EmailSubmission/changes", async () => {
  const { id } = await submit({ emailId: await draft() });
  const { state } = await one.call("EmailSubmission/get", { ids: [] });
  assert.deepEqual((await one.call("EmailSubmission/set", { destroy: [id, "s999"] })).destroyed, [id]);
  assert.deepEqual((await one.call("EmailSubmission/changes", { sinceState: state })).destroyed, [id]);
  assert.equal((await one.fail("EmailSubmission/set", { ifInState: state })).type, "stateMismatch");
});

test("a unit's mail is sent by who may send for it", async () => {
  const { ids } = await one.call("Mailbox/query", { accountId: unit, filter: { role: "drafts" } });
  const [identity] = (await one.call("Identity/get", { accountId: unit })).list;
  const { created } = await one.call("Email/set", {
    accountId: unit,
    create: {
      d: { mailboxIds: { [ids[0]]: true }, from: [{ email: identity.email }], to: [{ email }], subject: "Dinas" },
    },
  });
  const args = { accountId: unit, create: { s: { identityId: identity.id, emailId: created.d.id } } };
  assert.equal((await other.fail("EmailSubmission/set", args)).type, "forbidden");
  assert.ok((await one.call("EmailSubmission/set", args)).created.s.id);
  assert.equal((await one.call("Email/query", { filter: { subject: "dinas" } })).ids.length, 1);
});
