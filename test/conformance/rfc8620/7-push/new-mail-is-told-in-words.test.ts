import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { after, test } from "node:test";

import { setAccountState } from "../../../../server/auth/set-account-state.ts";
import type { AccountId } from "../../../../server/base/ids.ts";
import { findAccount } from "../../../../server/store/accounts.ts";
import { findOrganisation, updateOrganisationSettings } from "../../../../server/store/organisations.ts";
import { insertSession } from "../../../../server/store/sessions.ts";
import { openTestJmap, type Answer } from "../../../support/jmap.ts";
import { openPushService, readVapid, type PushService } from "../../../support/push-service.ts";
import { until } from "../../../support/real-client.ts";

const CORE = "urn:ietf:params:jmap:core";
const VAPID = "urn:ietf:params:jmap:webpush-vapid";
const { one, other, unit, url, db, clock, organisationId, siti } = await openTestJmap({ after });

/** A signed-in browser that is told of new mail, verified as its service worker does it. */
async function openBrowser(accountId: AccountId, service: PushService) {
  const token = randomBytes(32).toString("base64url");
  const now = new Date(clock.now());
  const tokenHash = createHash("sha256").update(token).digest();
  const expiresAt = new Date(clock.now() + 7 * 86_400_000);
  const rest = { device: "uji", networkAddress: "127.0.0.1", isPublicComputer: false };
  await db.write((tx) =>
    insertSession(tx, { tokenHash, accountId, createdAt: now, lastUsedAt: now, expiresAt, ...rest }),
  );
  const headers = { "content-type": "application/json", cookie: `surel-session=${token}`, origin: url };
  const set = async (args: object): Promise<Answer> => {
    const body = JSON.stringify({ using: [CORE, VAPID], methodCalls: [["PushSubscription/set", args, "0"]] });
    const response = await fetch(`${url}/jmap/api`, { method: "POST", headers, body });
    const answer: Answer = await response.json();
    return answer.methodResponses[0][1];
  };
  const before = service.messages.length;
  const k = { deviceClientId: "peramban", url: service.url, keys: service.keys, types: [], notifies: true };
  const { created } = await set({ create: { k } });
  const { verificationCode } = (await service.message(before)) as { verificationCode: string };
  const { updated } = await set({ update: { [created.k.id]: { verificationCode } } });
  assert.ok(created.k.id in updated);
  return {
    id: created.k.id as string,
    set,
    tokenHash,
    signOut: () => {
      const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
      return fetch(`${url}/sign-out`, { method: "POST", headers: form, redirect: "manual" });
    },
  };
}

const letter = (subject: string, from = "Wulan Sari <wulan@example.org>") =>
  [
    `From: ${from}`,
    "To: budi.santoso@contoh.go.id",
    `Subject: ${subject}`,
    `Message-ID: <${randomBytes(6).toString("hex")}@x>`,
    "",
    "Isi.",
  ].join("\r\n");

test("RFC 9749 §3: the session tells with which key to subscribe, and every push is signed with it", async (t) => {
  const service = await openPushService(t);
  await openBrowser(one.number, service);
  const session = await one.session();
  const { applicationServerKey } = session.capabilities[VAPID] as { applicationServerKey: string };
  const { claims, key } = readVapid(service.headers[0]?.authorization);
  assert.equal(key, applicationServerKey);
  assert.equal(claims.aud, new URL(service.url).origin);
  assert.equal(service.headers[0]?.["content-encoding"], "aes128gcm");
  assert.ok(Number(service.headers[0]?.ttl) > 0);
});

test("new mail is told to the browser with sender and subject, only to it, and once", async (t) => {
  const service = await openPushService(t);
  await openBrowser(one.number, service);
  const id = await one.receive(letter("Undangan rapat"));
  const { notices, isSilent, locale } = (await service.message(1)) as Answer;
  const { threadId } = (await one.call("Email/get", { ids: [id], properties: ["threadId"] })).list[0];
  const inbox = await one.mailbox("inbox");
  const path = `/mail/${inbox}/${threadId}`;
  assert.deepEqual(notices, [{ title: "Wulan Sari", body: "Undangan rapat", tag: `${one.accountId}/${id}`, path }]);
  assert.deepEqual([isSilent, locale], [true, "id"]);
  assert.equal(service.headers[1]?.urgency, "normal");
  await one.call("Email/set", { update: { [id]: { "keywords/$flagged": true } } });
  await other.receive(letter("Bukan untuk Budi"));
  const last = await one.receive(letter("Berikutnya"));
  assert.deepEqual(
    ((await service.message(2)) as Answer).notices.map(({ tag }: Answer) => tag),
    [`${one.accountId}/${last}`],
  );
});

test("mail that is read, old or in a mailbox that was not chosen is not told", async (t) => {
  const service = await openPushService(t);
  await openBrowser(one.number, service);
  const { created } = await one.call("Mailbox/set", { create: { a: { name: "Proyek" }, b: { name: "Milis" } } });
  const [project, list] = [created.a.id, created.b.id] as [string, string];
  const choose = (notifiedMailboxes: string[] | null) =>
    one.call("Preferences/set", { update: { singleton: { notifiedMailboxes, hasNotificationSound: true } } });
  await choose([`${one.accountId}/${project}`]);
  await one.receive(letter("Kotak masuk tidak dipilih"));
  await one.receive(letter("Milis"), { mailboxIds: { [list]: true } });
  await one.receive(letter("Sudah dibaca"), { mailboxIds: { [project]: true }, keywords: { $seen: true } });
  await one.receive(letter("Lama"), { mailboxIds: { [project]: true }, receivedAt: "2020-01-01T00:00:00Z" });
  await one.receive(letter("Proyek baru"), { mailboxIds: { [project]: true } });
  const { notices, isSilent } = (await service.message(1)) as Answer;
  assert.deepEqual([notices.map(({ body }: Answer) => body), isSilent], [["Proyek baru"], false]);
  await choose(null);
});

test("mail of a unit is told to who acts for it, by its address", async (t) => {
  const service = await openPushService(t);
  await openBrowser(siti, service);
  const { ids } = await other.call("Mailbox/query", { accountId: unit, filter: { role: "inbox" } });
  const blobId = await other.upload(letter("Laporan"));
  await other.call("Blob/copy", { fromAccountId: other.accountId, accountId: unit, blobIds: [blobId] });
  await other.call("Email/import", { accountId: unit, emails: { k: { blobId, mailboxIds: { [ids[0]]: true } } } });
  const { notices } = (await service.message(1)) as Answer;
  assert.equal(notices[0].title, "Wulan Sari · dinkes@contoh.go.id");
  assert.match(notices[0].path, new RegExp(`^/mail/${unit}/${ids[0]}/t`));
});

test("what may be shown is the organisation's to say: the sender alone, or only that there is mail", async (t) => {
  const service = await openPushService(t);
  const { settings } = (await db.read((tx) => findOrganisation(tx, organisationId)))!;
  const allow = (content: string) =>
    db.write((tx) => updateOrganisationSettings(tx, organisationId, { ...settings, notifications: { content } }));
  await allow("sender");
  await openBrowser(one.number, service);
  await one.receive(letter("Rahasia"));
  const sender = JSON.stringify(await service.message(1));
  assert.match(sender, /Wulan Sari/);
  assert.doesNotMatch(sender, /Rahasia/);
  await allow("none");
  await one.receive(letter("Rahasia"));
  const none = JSON.stringify(await service.message(2));
  assert.match(none, /Email baru/);
  assert.doesNotMatch(none, /Wulan|Rahasia|e\d+"/);
  await allow("subject");
});

test("a subject cannot play tricks on a locked screen, nor make a push too long", async (t) => {
  const service = await openPushService(t);
  await openBrowser(one.number, service);
  const long = "a\u202e\u200b".repeat(80) + "é".repeat(400);
  for (let count = 0; count < 6; count++)
    await one.receive(letter(`${count} ${long}`, `${"😀".repeat(200)} <x@example.org>`));
  await until(
    () => service.messages.slice(1).flatMap((message) => (message as Answer).notices).length >= 4,
    "they come",
  );
  for (const { title, body } of service.messages.slice(1).flatMap((message) => (message as Answer).notices)) {
    assert.ok([...title].length <= 80 && [...body].length <= 160);
    assert.doesNotMatch(body, /[\u202e\u200b]/);
  }
});

test("signing out ends it at once: nothing more is sent, and the subscription is gone", async (t) => {
  const service = await openPushService(t);
  const probe = await openPushService(t);
  const { id, signOut } = await openBrowser(one.number, service);
  await openBrowser(one.number, probe);
  assert.equal((await signOut()).status, 303);
  await one.receive(letter("Setelah keluar"));
  await probe.message(1);
  assert.equal(service.messages.length, 1);
  await until(async () => {
    const { list } = await one.call("PushSubscription/get", { accountId: undefined });
    return !list.some((each: Answer) => each.id === id);
  }, "the subscription is gone");
});

test("disabling the account ends it, also where another process did it", async (t) => {
  const service = await openPushService(t);
  await openBrowser(siti, service);
  const [account, organisation] = await db.read(async (tx) => [
    (await findAccount(tx, siti))!,
    (await findOrganisation(tx, organisationId))!,
  ]);
  const event = { actorAccountId: siti, networkAddress: "127.0.0.1", device: "uji", detail: {} };
  const receive = (subject: string) => other.receive(letter(subject));
  await receive("Sebelum");
  await service.message(1);
  await receive("Diterima sebelum dinonaktifkan");
  await service.message(2);
  await db.write((tx) => setAccountState(tx, { clock }, { account, organisation, state: "disabled", event }));
  await db.write((tx) => setAccountState(tx, { clock }, { account, organisation, state: "active", event }));
  const probe = await openPushService(t);
  await openBrowser(siti, probe);
  await receive("Sesudah");
  await probe.message(1);
  assert.equal(service.messages.length, 3);
});

test("a session that lies idle too long is told nothing", async (t) => {
  const service = await openPushService(t);
  await openBrowser(one.number, service);
  clock.advance(9 * 3_600_000);
  const probe = await openPushService(t);
  await openBrowser(one.number, probe);
  await one.receive(letter("Malam"));
  await probe.message(1);
  assert.equal(service.messages.length, 1);
});

test("a service that knows the browser no more is never asked again", async (t) => {
  const service = await openPushService(t);
  const { id } = await openBrowser(one.number, service);
  service.answer = 410;
  await one.receive(letter("Hilang"));
  await until(async () => {
    const { list } = await one.call("PushSubscription/get", { accountId: undefined });
    return !list.some((each: Answer) => each.id === id);
  }, "the subscription is gone");
});

test("a program with an app password, or a device without keys, is never told in words", async () => {
  const subscription = { deviceClientId: "x", url: "https://push.example.org/x", notifies: true };
  const { notCreated } = await one.call("PushSubscription/set", { accountId: undefined, create: { a: subscription } });
  assert.deepEqual(notCreated.a.properties, ["notifies"]);
});
