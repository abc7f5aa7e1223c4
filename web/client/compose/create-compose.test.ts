import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient, type ClientHarness } from "../../../test/support/client-harness.ts";
import { createMemoryJmap, type MemoryJmap } from "../../../test/support/memory-jmap.ts";
import type { Composer, ComposeActions } from "./types.ts";

const siti = { name: "Siti Rahayu", email: "siti.rahayu@contoh.go.id" };

type Options = { maxDelayedSend?: number; storage?: Map<string, string>; held?: Set<string>; server?: MemoryJmap };

async function openCompose(options: Options = {}) {
  const server = options.server ?? createMemoryJmap(options);
  const received = server.addEmail({
    subject: "Undangan rapat",
    cc: [
      { name: "Ani", email: "ani@contoh.go.id" },
      { name: "Budi", email: "Budi.Santoso@contoh.go.id" },
    ],
    references: ["awal@contoh.go.id"],
    htmlBody: [{ partId: "1", type: "text/html", blobId: "bx_1", size: 10, name: null, cid: null, disposition: null }],
    bodyValues: { "1": { value: "<p>Mohon hadir.</p>", isEncodingProblem: false, isTruncated: false } },
    attachments: [
      {
        partId: "2",
        blobId: "bx_2",
        type: "application/pdf",
        name: "undangan.pdf",
        size: 99,
        cid: null,
        disposition: "attachment",
      },
    ],
  });
  const harness = await startClient({ ...options, server });
  const loading = harness.account.compose();
  await harness.advance();
  const compose = await loading;
  return { ...harness, compose, received, drafts: () => draftsOf(harness) };
}

function draftsOf({ server }: Pick<ClientHarness, "server">) {
  return server.emails().filter((email) => email.keywords["$draft"]);
}

async function reply(compose: ComposeActions, emailId: string, toAll: boolean, advance: () => Promise<void>) {
  const opening = compose.reply(emailId, { toAll });
  await advance();
  const outcome = await opening;
  assert.equal(outcome.ok, true);
  return (outcome as { value: Composer }).value;
}

test("a draft saves itself soon after the last key, one version replacing the other", async () => {
  const { compose, server, drafts, storage, advance } = await openCompose();
  const composer = compose.write();
  assert.equal(composer.saveState.value, "new");
  await advance(20_000);
  assert.equal(drafts().length, 0, "what nobody wrote in is not saved");
  composer.update({ subject: "Cuti" });
  await advance(1000);
  composer.update({ subject: "Cuti tahunan" });
  await advance(1000);
  assert.equal(drafts().length, 0);
  assert.equal(storage.size, 1, "kept in this browser at once");
  await advance(600);
  assert.equal(drafts().length, 1);
  assert.equal(composer.saveState.value, "saved");
  assert.equal(storage.size, 0);
  const first = composer.emailId.value;
  composer.update({ to: [siti] });
  await advance(2000);
  assert.equal(drafts().length, 1);
  assert.notEqual(composer.emailId.value, first);
  assert.equal(drafts()[0]!["subject"], "Cuti tahunan");
  const sets = server.requests.filter((request) => request.methodCalls.some(([name]) => name === "Email/set"));
  assert.equal(sets.length, 2);
});

test("writing without a pause is saved every ten seconds", async () => {
  const { compose, drafts, advance } = await openCompose();
  const composer = compose.write();
  for (let second = 0; second < 11; second++) {
    composer.update({ text: "a".repeat(second) });
    await advance(1000);
  }
  assert.equal(drafts().length, 1);
});

test("offline a draft is kept here, and saved once when the network is back although an answer was lost", async () => {
  const { compose, drafts, storage, network, setOnline, advance } = await openCompose();
  const composer = compose.write();
  composer.update({ subject: "Tanpa jaringan" });
  network.fault = "lost";
  await advance(1600);
  assert.equal(composer.saveState.value, "offline");
  assert.equal(storage.size, 1);
  assert.ok(drafts().length >= 1, "it was saved, and nobody knows");
  network.fault = undefined;
  setOnline(true);
  await advance(100);
  assert.equal(composer.saveState.value, "saved");
  composer.update({ subject: "Dengan jaringan" });
  await advance(5000);
  assert.deepEqual(
    drafts().map((draft) => draft["subject"]),
    ["Dengan jaringan"],
  );
});

async function unsaved(compose: ComposeActions, advance: () => Promise<void>) {
  // Its code is loaded before it asks, which takes as long as it takes.
  await import("./unsaved-drafts.ts");
  const asking = compose.unsaved();
  await advance();
  await advance();
  return asking;
}

test("after a crash the draft is found again, is offered first, and saved when it is opened", async () => {
  const held = new Set<string>();
  const before = await openCompose({ held });
  before.compose.write().update({ subject: "Hampir hilang", to: [siti] });
  await before.advance(300);
  assert.equal(before.storage.size, 1);
  const { storage, server } = before;
  const { compose, drafts, advance } = await openCompose({ storage, server, held });
  assert.deepEqual(await unsaved(compose, advance), [], "another window is writing it");
  held.clear();
  const [found] = await unsaved(compose, advance);
  assert.equal(found!.subject, "Hampir hilang");
  await advance(2000);
  assert.equal(drafts().length, 0);
  const composer = await found!.open();
  assert.deepEqual(composer!.draft.value.to, [siti]);
  await advance(2000);
  assert.equal(drafts()[0]!["subject"], "Hampir hilang");
  assert.deepEqual(await unsaved(compose, advance), []);
});

test("where windows are not known, only a draft that was left for long is offered", async () => {
  const before = await openCompose();
  before.compose.write().update({ subject: "Hampir hilang" });
  await before.advance(300);
  const { compose, advance } = await openCompose({ storage: before.storage });
  assert.deepEqual(await unsaved(compose, advance), []);
  await advance(20_000);
  const [found] = await unsaved(compose, advance);
  await found!.discard();
  assert.equal(before.storage.size, 0);
});

test("a save that took effect before the crash leaves no second draft behind", async () => {
  const held = new Set<string>();
  const before = await openCompose({ held });
  before.compose.write().update({ subject: "Sekali" });
  before.network.fault = "lost";
  await before.advance(1600);
  assert.ok(before.drafts().length > 0);
  held.clear();
  const { storage, server } = before;
  const { compose, drafts, advance } = await openCompose({ storage, server, held });
  const [found] = await unsaved(compose, advance);
  const composer = await found!.open();
  await advance(3000);
  assert.equal(drafts().length, 1);
  assert.equal(composer!.conflict.value, null);
});

test("a message that left before the crash is not offered as a draft", async () => {
  const held = new Set<string>();
  const before = await openCompose({ held, maxDelayedSend: 3600 });
  before.network.fault = "lost";
  before.compose.write({ to: [siti], subject: "Sudah terkirim" }).send();
  await before.advance(300);
  assert.equal(before.storage.size, 1);
  held.clear();
  const { storage, server } = before;
  const { compose, advance } = await openCompose({ storage, server, held });
  assert.deepEqual(await unsaved(compose, advance), []);
  assert.equal(storage.size, 0);
});

test("a draft that another window has open becomes a draft of its own when it is changed", async () => {
  const held = new Set<string>();
  const first = await openCompose({ held });
  const written = first.compose.write({ subject: "Rapat" });
  written.update({ text: "Satu" });
  await first.advance(2000);
  const { drafts, server } = first;
  const second = await openCompose({ held, server, storage: first.storage });
  const opening = second.compose.edit(drafts()[0]!.id);
  await second.advance();
  const outcome = await opening;
  assert.ok(outcome.ok);
  assert.equal(outcome.value.conflict.value, "openElsewhere");
  outcome.value.update({ text: "Dua" });
  await second.advance(2000);
  written.update({ text: "Tiga" });
  await first.advance(2000);
  const texts = drafts().map((draft) => (draft["bodyValues"] as { text: { value: string } }).text.value);
  assert.deepEqual(texts.toSorted(), ["Dua", "Tiga"]);
});

test("a draft that was changed on another device is kept in both versions, and the later one is told", async () => {
  const { compose, server, drafts, advance } = await openCompose();
  const composer = compose.write({ subject: "Rapat" });
  composer.update({ text: "Satu" });
  await advance(2000);
  const { id, ...row } = drafts()[0]!;
  server.destroyEmail(id);
  const other = server.addEmail({ ...row, subject: "Rapat dari ponsel" });
  composer.update({ text: "Dua" });
  await advance(5000);
  assert.equal(composer.conflict.value, "changedElsewhere");
  assert.equal(drafts().length, 2);
  assert.ok(server.email(other.id));
  assert.notDeepEqual(drafts()[0]!["messageId"], drafts()[1]!["messageId"]);
});

test("without a session a draft stays in this browser", async () => {
  const { compose, storage, network, advance } = await openCompose();
  const composer = compose.write();
  composer.update({ subject: "Sesi berakhir" });
  network.fault = 401;
  await advance(3000);
  assert.equal(composer.saveState.value, "offline");
  assert.equal(composer.saveFailure.value?.kind, "signedOut");
  assert.equal(storage.size, 1);
});

test("a browser without room for the draft does not say that it has it", async () => {
  const { compose, storage, network, advance } = await openCompose();
  storage.set = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const composer = compose.write();
  composer.update({ subject: "Penuh" });
  network.fault = "down";
  await advance(3000);
  assert.equal(composer.saveState.value, "failed");
});

test("of a message in which only the signature stands, nothing stays", async () => {
  const { compose, drafts, storage, advance } = await openCompose();
  const setting = compose.setSignature("i1", {
    html: "<div>Budi<br>Dinas Kesehatan</div>",
    text: "Budi\nDinas Kesehatan",
  });
  await advance();
  assert.deepEqual(await setting, { ok: true, value: undefined });
  const composer = compose.write();
  composer.update({ text: "a\n\n-- \nBudi\nDinas Kesehatan" });
  await advance(2000);
  assert.equal(drafts().length, 1);
  composer.update({ text: "\n\n-- \nBudi\nDinas Kesehatan" });
  assert.ok(composer.warnings().includes("noText"));
  const closing = composer.close();
  await advance(2000);
  await closing;
  assert.equal(drafts().length, 0);
  assert.equal(storage.size, 0);
});

test("pictures go with the text that shows them, and with no other", async () => {
  const { compose, drafts, advance } = await openCompose();
  const composer = compose.write();
  composer.attach(new Blob(["png"], { type: "image/png" }), { name: "a.png", cid: "a@surel" });
  composer.update({ html: '<img src="cid:a@surel">' });
  await advance(2000);
  const attachments = () => drafts()[0]!["attachments"] as { cid: string; disposition: string }[];
  assert.deepEqual(
    attachments().map(({ cid, disposition }) => [cid, disposition]),
    [["a@surel", "inline"]],
  );
  composer.update({ html: "<div>tanpa</div>" });
  await advance(2000);
  assert.deepEqual(attachments(), []);
  assert.equal(composer.draft.value.attachments.length, 1, "undoing brings it back");
});

test("a refused save says why, and typing on tries again", async () => {
  const { compose, server, drafts, advance } = await openCompose();
  const composer = compose.write();
  server.refusals.set("draft", "overQuota");
  composer.update({ subject: "Penuh" });
  await advance(2000);
  assert.equal(composer.saveState.value, "failed");
  assert.equal(composer.saveFailure.value?.kind, "refused");
  server.refusals.clear();
  composer.update({ subject: "Longgar" });
  await advance(2000);
  assert.equal(composer.saveState.value, "saved");
  assert.equal(drafts().length, 1);
});

test("RFC 5322 §3.6.4: a reply goes to the sender and refers to what it answers", async () => {
  const { compose, received, advance } = await openCompose();
  const composer = await reply(compose, received.id, false, advance);
  const draft = composer.draft.value;
  assert.deepEqual(draft.to, [siti]);
  assert.deepEqual(draft.cc, []);
  assert.equal(draft.subject, "Re: Undangan rapat");
  assert.deepEqual(draft.inReplyTo, received["messageId"]);
  assert.deepEqual(draft.references, ["awal@contoh.go.id", ...(received["messageId"] as string[])]);
  assert.equal(composer.quote?.html, "<p>Mohon hadir.</p>");
  assert.equal(draft.attachments.length, 0);
});

test("a reply to all leaves out oneself and nobody else", async () => {
  const { compose, received, advance } = await openCompose();
  const { draft } = await reply(compose, received.id, true, advance);
  assert.deepEqual(draft.value.to, [siti]);
  assert.deepEqual(draft.value.cc, [{ name: "Ani", email: "ani@contoh.go.id" }]);
});

test("a forward carries the attachments without uploading them, or the whole email as one", async () => {
  const { compose, received, drafts, advance } = await openCompose();
  const opening = compose.forward(received.id, { asAttachment: false });
  await advance();
  const outcome = await opening;
  assert.ok(outcome.ok);
  assert.deepEqual(outcome.value.draft.value.to, []);
  assert.equal(outcome.value.draft.value.subject, "Fwd: Undangan rapat");
  outcome.value.update({ to: [siti] });
  await advance(2000);
  assert.equal((drafts()[0]!["attachments"] as { blobId: string }[])[0]!.blobId, "bx_2");
  const whole = compose.forward(received.id, { asAttachment: true });
  await advance();
  const asFile = await whole;
  assert.ok(asFile.ok);
  const [attachment] = asFile.value.draft.value.attachments;
  assert.deepEqual(
    [attachment!.name, attachment!.type, attachment!.blobId],
    ["Undangan rapat.eml", "message/rfc822", received["blobId"]],
  );
});

test("R89: an attachment is uploaded with progress, can be taken away, and a failed one tried again", async () => {
  const { compose, drafts, network, advance } = await openCompose();
  const composer = compose.write();
  network.fault = "down";
  const key = composer.attach(new Blob(["isi"], { type: "text/plain" }), { name: "surat.txt" });
  await advance();
  assert.equal(composer.draft.value.attachments[0]!.failure?.kind, "offline");
  assert.deepEqual(composer.warnings().includes("uploadFailed"), true);
  network.fault = undefined;
  composer.retryAttachment(key);
  await advance(4000);
  assert.equal(composer.draft.value.attachments[0]!.blobId, "b3");
  assert.equal((drafts()[0]!["attachments"] as unknown[]).length, 1);
  composer.removeAttachment(key);
  await advance(4000);
  assert.equal((drafts()[0]!["attachments"] as unknown[]).length, 0);
});

test("R92: sending where the server can hold hands over at once; after the window it is sent and the original marked", async () => {
  const { compose, server, received, account, drafts, storage, advance } = await openCompose({ maxDelayedSend: 3600 });
  const composer = await reply(compose, received.id, false, advance);
  composer.update({ text: "Siap." });
  const sending = composer.send();
  await advance();
  assert.equal(sending.state.value, "holding");
  assert.equal(server.submissions.length, 1);
  const envelope = server.submissions[0]!["envelope"] as {
    mailFrom: { parameters: unknown };
    rcptTo: { email: string }[];
  };
  assert.deepEqual(envelope.mailFrom.parameters, { HOLDFOR: "10" });
  assert.deepEqual(envelope.rcptTo, [{ email: siti.email }]);
  await advance(10_000);
  assert.deepEqual(await sending.done, { ok: true, value: undefined });
  assert.equal(sending.state.value, "sent");
  const sent = server.emails().find((email) => email.mailboxIds["m3"])!;
  assert.equal(sent["subject"], "Re: Undangan rapat");
  assert.equal(sent.keywords["$draft"], undefined);
  assert.equal(drafts().length, 0);
  assert.equal(storage.size, 0);
  await advance();
  assert.equal(account.email(received.id).value.value?.keywords["$answered"], true);
});

test("the original is marked also when the draft was opened again before it was sent", async () => {
  const { compose, received, account, drafts, advance } = await openCompose({ maxDelayedSend: 3600 });
  const composer = await reply(compose, received.id, false, advance);
  composer.update({ text: "Siap." });
  await advance(4000);
  await composer.close();
  const reopening = compose.edit(drafts()[0]!.id);
  await advance();
  const reopened = await reopening;
  assert.ok(reopened.ok);
  const sending = reopened.value.send();
  await advance(10_000);
  assert.deepEqual(await sending.done, { ok: true, value: undefined });
  await advance();
  assert.equal(account.email(received.id).value.value?.keywords["$answered"], true);
});

test("undoing within the window cancels the submission and opens the draft again", async () => {
  const { compose, server, drafts, advance } = await openCompose({ maxDelayedSend: 3600 });
  const composer = compose.write({ to: [siti], subject: "Terlalu cepat" });
  const sending = composer.send();
  await advance(3000);
  const undoing = sending.undo();
  await advance();
  const again = (await undoing)!;
  assert.equal(sending.state.value, "undone");
  assert.equal(server.submissions[0]!["undoStatus"], "canceled");
  assert.equal(drafts().length, 1);
  assert.equal(again.emailId.value, drafts()[0]!.id);
  again.update({ subject: "Lebih tenang" });
  await advance(2000);
  assert.deepEqual(
    drafts().map((draft) => draft["subject"]),
    ["Lebih tenang"],
  );
});

test("a message whose body is no text and files is sent with the body that it has", async () => {
  const { compose, server, advance } = await openCompose();
  const bodyStructure = { type: "multipart/alternative", subParts: [{ partId: "t", type: "text/plain" }] };
  const body = { textBody: null, attachments: null, bodyStructure, bodyValues: { t: { value: "Hadir" } } };
  const { done } = compose
    .write({ to: [siti], subject: "Diterima: Rapat", html: null, body })
    .send({ undoWindowMs: 0 });
  await advance(1000);
  assert.deepEqual(await done, { ok: true, value: undefined });
  const [, created] = server.requests.flatMap(({ methodCalls }) => methodCalls).find(([name]) => name === "Email/set")!;
  const { email } = created["create"] as { email: Record<string, unknown> };
  for (const [name, value] of Object.entries(body)) assert.deepEqual(email[name], value, name);
});

test("undoing too late gives nothing back", async () => {
  const { compose, server, advance } = await openCompose({ maxDelayedSend: 3600 });
  const sending = compose.write({ to: [siti] }).send();
  await advance(3000);
  server.refusals.set(server.submissions[0]!.id, "cannotUnsend");
  const undoing = sending.undo();
  await advance();
  assert.equal(await undoing, null);
});

test("where the server cannot hold, the message waits here, and closing the client sends it", async () => {
  const { compose, client, server, advance } = await openCompose();
  const undone = compose.write({ to: [siti], subject: "Batal" }).send();
  await advance(5000);
  assert.equal(server.submissions.length, 0);
  const undoing = undone.undo();
  await advance();
  const reopened = (await undoing)!;
  assert.equal(reopened.draft.value.subject, "Batal");
  const discarding = reopened.discard();
  await advance();
  await discarding;
  compose.write({ to: [siti], subject: "Jadi" }).send();
  const closing = client.close();
  await advance(1000);
  await closing;
  assert.equal(server.submissions.length, 1);
});

test("a refused message is not sent, leaves one draft, and can be opened again", async () => {
  const { compose, server, drafts, advance } = await openCompose({ maxDelayedSend: 3600 });
  server.refusals.set("submission", "forbiddenFrom");
  const sending = compose.write({ to: [siti], subject: "Ditolak" }).send();
  await advance(1000);
  assert.deepEqual((await sending.done).ok, false);
  assert.equal(sending.state.value, "failed");
  const again = (await sending.undo())!;
  assert.equal(again.draft.value.subject, "Ditolak");
  assert.equal((again.sendFailure.value as { type: string }).type, "forbiddenFrom");
  await advance(3000);
  assert.deepEqual(
    drafts().map((draft) => draft["subject"]),
    ["Ditolak"],
  );
});

test("a lost answer never sends a message twice", async () => {
  const { compose, server, network, setOnline, advance } = await openCompose({ maxDelayedSend: 3600 });
  const composer = compose.write({ to: [siti], subject: "Sekali saja" });
  network.fault = "lost";
  const sending = composer.send();
  await advance(3000);
  assert.equal(server.submissions.length, 1);
  network.fault = undefined;
  setOnline(true);
  await advance(30_000);
  assert.deepEqual(await sending.done, { ok: true, value: undefined });
  assert.equal(server.submissions.length, 1);
  assert.equal(server.emails().filter((email) => email["subject"] === "Sekali saja").length, 1);
});

test("a message written offline is sent once when the network is back", async () => {
  const { compose, server, network, setOnline, advance } = await openCompose({ maxDelayedSend: 3600 });
  network.fault = "down";
  const sending = compose.write({ to: [siti], subject: "Nanti" }).send();
  await advance(60_000);
  assert.equal(server.submissions.length, 0);
  network.fault = undefined;
  setOnline(true);
  await advance(60_000);
  assert.deepEqual(await sending.done, { ok: true, value: undefined });
  assert.equal(server.submissions.length, 1);
});

for (const last of ["sent", "discarded"] as const) {
  test(`what was ${last} while a save was under way leaves no draft behind`, async () => {
    const { compose, drafts, network, setOnline, advance } = await openCompose({ maxDelayedSend: 3600 });
    const composer = compose.write({ to: [siti] });
    network.fault = "down";
    composer.update({ subject: "Nanti" });
    await advance(2000);
    composer.update({ subject: "Nanti saja" });
    await advance(200);
    const done = last === "sent" ? composer.send().done : composer.discard();
    network.fault = undefined;
    setOnline(true);
    await advance(60_000);
    assert.deepEqual(await done, { ok: true, value: undefined });
    assert.deepEqual(drafts(), []);
  });
}

test("discarding destroys the draft here and at the server", async () => {
  const { compose, drafts, storage, advance } = await openCompose();
  const composer = compose.write();
  composer.update({ subject: "Buang" });
  await advance(2000);
  assert.equal(drafts().length, 1);
  const discarding = composer.discard();
  await advance();
  assert.deepEqual(await discarding, { ok: true, value: undefined });
  assert.equal(drafts().length, 0);
  assert.equal(storage.size, 0);
  assert.deepEqual(compose.open.value, []);
});

test("a saved draft opens for editing as it was written, in one composer only", async () => {
  const { compose, drafts, advance } = await openCompose();
  const composer = compose.write({ to: [siti], subject: "Lanjut", html: null, text: "Isi" });
  composer.update({});
  const closing = composer.close();
  await advance(2000);
  await closing;
  const saved = drafts()[0]!;
  const opening = compose.edit(saved.id);
  await advance();
  const outcome = await opening;
  assert.ok(outcome.ok);
  const draft = outcome.value.draft.value;
  assert.deepEqual([draft.to, draft.subject, draft.key], [[siti], "Lanjut", composer.draft.value.key]);
  const second = await compose.edit(saved.id);
  assert.ok(second.ok);
  assert.equal(second.value, outcome.value);
});

test("R108: signing out leaves no draft in this browser, also without a network", async () => {
  const { compose, client, storage, network, advance } = await openCompose();
  compose.write().update({ subject: "Rahasia" });
  network.fault = "down";
  await advance(3000);
  assert.equal(storage.size, 1);
  const closing = client.close({ forget: true });
  await advance(10_000);
  await closing;
  await advance(10_000);
  assert.equal(storage.size, 0);
});
