import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Draft } from "./types.ts";
import { emptyDraft } from "./empty-draft.ts";
import { mentionsAttachment, sendWarnings } from "./send-warnings.ts";

const draft = (patch: Partial<Draft>): Draft => ({
  ...emptyDraft({ identities: [], key: "draft-1", accountId: "a1" }),
  to: [{ name: null, email: "siti@contoh.go.id" }],
  subject: "Rapat",
  text: "Mohon hadir.",
  ...patch,
});

describe("a file that was promised", () => {
  for (const text of [
    "Surat terlampir.",
    "Berikut kami lampirkan surat tugas",
    "Terlampir undangan",
    "sebagaimana terlampir",
    "Mohon periksa lampiran ini",
    "lihat lampirannya",
    "Please find the attached report",
    "See attachments",
    "I attach the letter",
  ]) {
    test(text, () => assert.equal(mentionsAttachment(text), true));
  }
  for (const text of [
    "Tidak ada lampiran.",
    "tanpa lampiran",
    "Without attachments",
    "Lampung Selatan",
    "reattachable",
    "Mohon hadir",
  ]) {
    test(`not in: ${text}`, () => assert.equal(mentionsAttachment(text), false));
  }
});

test("R93: an empty subject is asked about", () => {
  assert.deepEqual(sendWarnings(draft({})), []);
  assert.deepEqual(sendWarnings(draft({ subject: "  " })), ["noSubject"]);
});

test("nobody to send to, and addresses that are none, prevent sending", () => {
  assert.deepEqual(sendWarnings(draft({ to: [] })), ["noRecipient"]);
  assert.deepEqual(sendWarnings(draft({ cc: [{ name: null, email: "siti@" }] })), ["invalidRecipient"]);
});

test("many who would see each other's addresses, and files that are too large together, are told", () => {
  const people = Array.from({ length: 31 }, (_, index) => ({ name: null, email: `p${index}@contoh.go.id` }));
  assert.deepEqual(sendWarnings(draft({ to: people })), ["manyRecipients"]);
  assert.deepEqual(sendWarnings(draft({ to: people.slice(0, 30) })), []);
  assert.deepEqual(sendWarnings(draft({ bcc: people })), []);
  const file = { key: "a0", name: "a", type: "text/plain", blobId: "b", cid: null, progress: 1, failure: null };
  const attachments = [{ ...file, sizeBytes: 11 }];
  assert.deepEqual(sendWarnings(draft({ attachments }), { maxAttachmentBytes: 10 }), ["tooLarge"]);
  assert.deepEqual(sendWarnings(draft({ attachments }), { maxAttachmentBytes: 11 }), []);
});

test("what is quoted promises nothing", () => {
  assert.deepEqual(sendWarnings(draft({ text: "Baik.\n> Surat terlampir." })), []);
  assert.deepEqual(
    sendWarnings(draft({ text: "Baik.\n---------- Pesan yang diteruskan ----------\nSurat terlampir" })),
    [],
  );
  assert.deepEqual(sendWarnings(draft({ text: "Surat terlampir." })), ["missingAttachment"]);
});
