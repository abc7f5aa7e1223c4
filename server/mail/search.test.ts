// Finding mail again, as people look for it: before and after the terms are merged into the index.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { openTestStore } from "../../test/support/mail-store.ts";
import type { AccountId, EmailId } from "../base/ids.ts";
import type { EmailCondition, EmailFilter } from "../store/mail-types.ts";
import { deliver } from "./deliver.ts";
import { mergeTexts } from "./merge-texts.ts";
import { queryEmails } from "./query-emails.ts";
import { searchSnippets } from "./search-snippets.ts";

const { mail, organisationId, clock, createAccount } = await openTestStore({ after });
const letter = `From: "Siti Rahayu" <siti.rahayu@dinkes.example>
To: budi@uji.example, "Sekretariat Daerah" <setda@uji.example>
Cc: arsip@uji.example
Subject: =?utf-8?Q?Undangan_rapat_koordinasi_penyusunan_anggaran?=
Message-ID: <undangan@dinkes.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html; charset=utf-8

<style>p { color: merah }</style><p>Mohon <b>kehadiran</b>nya pada hari Senin. Nomor 800/123/2026, NIP 198001012005011002.
Kami lampirkan surat-surat &amp; persetujuan. Caf&eacute; <i>a</i> &lt;b&gt;</p>
--b
Content-Type: application/pdf; name="Notula_rapat-2026.pdf"
Content-Disposition: attachment; filename="Notula_rapat-2026.pdf"
Content-Transfer-Encoding: base64

aXNp
--b--
`.replaceAll("\n", "\r\n");
const other = "From: x@lain.example\r\nSubject: Lain\r\n\r\nrapat siti lain hari\r\n";

let accountId: AccountId;
let found: EmailId;

before(async () => {
  accountId = await createAccount();
  for (const text of [other, letter]) found = await receive(accountId, text);
});

async function receive(account: AccountId, message: string): Promise<EmailId> {
  const { results } = await deliver(mail, {
    message: Buffer.from(message),
    organisationId,
    direction: "in",
    envelope: { mailFrom: "siti.rahayu@dinkes.example", recipients: ["budi@uji.example"] },
    targets: [{ accountId: account, mailbox: "inbox" }],
    receivedAt: new Date(clock.now()),
  });
  assert.ok("emailId" in results[0]!);
  return results[0].emailId;
}

async function search(filter: EmailFilter): Promise<EmailId[]> {
  const result = await mail.db.read((tx) => queryEmails(mail, tx, accountId, { filter, limit: 10 }));
  assert.ok("ids" in result);
  return result.ids;
}

const finds: [string, EmailCondition][] = [
  ["a word of the subject", { subject: "koordinasi" }],
  ["whatever the case", { text: "ANGGARAN" }],
  ["the stem of a word", { text: "susun anggaran" }],
  ["a relative of a word", { body: "menghadirkan" }],
  ["words of HTML, without its markup", { body: "kehadirannya senin" }],
  ["words with accents, without them", { text: "cafe" }],
  ["a number of a letter", { body: "800/123/2026" }],
  ["a number of an employee", { text: "198001012005011002" }],
  ["the name of an attachment", { text: "notula" }],
  ["a name", { from: "rahayu" }],
  ["a whole address", { from: "siti.rahayu@dinkes.example" }],
  ["a local part", { from: "siti.rahayu" }],
  ["a domain", { from: "dinkes.example" }],
  ["a domain with its @", { from: "@dinkes.example" }],
  ["one of several recipients", { to: "setda@uji.example" }],
  ["a carbon copy", { cc: "arsip" }],
  ["how a word begins", { text: "koord*" }],
  ["a phrase", { subject: '"rapat koordinasi"' }],
  ["a field of the header", { header: ["Message-ID", "undangan@"], subject: "undangan" }],
];

for (const isMerged of [false, true]) {
  for (const [what, filter] of finds) {
    test(`R102: mail is found by ${what}${isMerged ? ", when it is merged" : ""}`, async () => {
      if (isMerged) await mergeTexts(mail.db, accountId);
      assert.deepEqual(await search(filter), [found]);
    });
  }
}

test("RFC 8621 §4.4.1: what only looks alike is not found", async () => {
  assert.deepEqual(await search({ body: "merah" }), [], "style is no text");
  assert.deepEqual(await search({ from: "setda" }), [], "another field");
  assert.deepEqual(await search({ subject: '"koordinasi rapat"' }), [], "another order");
  assert.deepEqual(await search({ subject: '"koordinasikan"' }), [], "within quotes a word is meant as it is");
  assert.deepEqual(await search({ text: "koordinasi bukan" }), [], "every word must be there");
  assert.deepEqual(await search({ text: "..." }), [], "nothing to look for");
  assert.deepEqual(await search({ text: "%" }), []);
  assert.equal((await search({ text: "siti hari" })).length, 2);
});

test("R102: the number of a letter is found as it stands, and not wherever its pieces are", async () => {
  assert.deepEqual(await search({ text: "800/123/2026" }), [found]);
  assert.deepEqual(await search({ text: "(800/123/2026)." }), [found]);
  assert.deepEqual(await search({ text: "123/2026" }), [found]);
  assert.deepEqual(await search({ text: "notula_rapat-2026.pdf" }), [found]);
  assert.deepEqual(await search({ text: "123/800/2026" }), []);
  assert.deepEqual(await search({ text: "800/2026" }), []);
  assert.deepEqual(await search({ text: "surat-surat 800" }), [found], "words may stand anywhere");
});

test("R102: an address is found where it is, and not wherever its words are", async () => {
  const account = await createAccount();
  const humas = "humas@kota.uji.example";
  const ids: EmailId[] = [];
  for (const text of [
    `From: ${humas}\r\nSubject: a\r\n\r\nisi\r\n`,
    `From: x@uji.example\r\nSubject: b\r\n\r\nHubungi <${humas}>.\r\n`,
    `From: x@uji.example\r\nSubject: c ${humas}\r\n\r\nisi\r\n`,
    "From: x@uji.example\r\nSubject: d\r\n\r\nHumas di kota ini: contoh, uji, www.kota.uji.example\r\n",
  ]) {
    ids.push(await receive(account, text));
  }
  const look = async (filter: EmailFilter) => {
    const result = await mail.db.read((tx) => queryEmails(mail, tx, account, { filter, limit: 10 }));
    assert.ok("ids" in result);
    return result.ids.toSorted((a, b) => a - b);
  };
  for (const isMerged of [false, true]) {
    if (isMerged) await mergeTexts(mail.db, account);
    assert.deepEqual(await look({ text: humas }), ids.slice(0, 3));
    assert.deepEqual(await look({ text: `<${humas}>` }), ids.slice(0, 3));
    assert.deepEqual(await look({ text: `hubungi ${humas}` }), [ids[1]]);
    assert.deepEqual(await look({ body: humas }), [ids[1]]);
    assert.deepEqual(await look({ subject: humas }), [ids[2]]);
    assert.deepEqual(await look({ from: humas }), [ids[0]]);
  }
});

test("RFC 8621 §4.4.1: every message holds the empty text, and none is found by punctuation alone", async () => {
  assert.equal((await search({ text: "" })).length, 2);
  assert.deepEqual(await search({ text: " ", subject: "koordinasi" }), [found]);
  assert.deepEqual(await search({ text: "!?" }), []);
});

test('R102: punctuation beside words asks nothing more: a client may send each piece of "rapat & anggaran" by itself', async () => {
  const all = (...conditions: EmailFilter[]): EmailFilter => ({ operator: "AND", conditions });
  assert.deepEqual(await search(all({ text: "rapat" }, { text: "&" }, { text: "anggaran" })), [found]);
  assert.deepEqual(await search(all({ text: "–" }, { operator: "OR", conditions: [{ text: "koordinasi" }] })), [found]);
  assert.deepEqual(await search({ subject: "koordinasi", text: "/" }), [found]);
  assert.deepEqual(await search(all({ text: "&" }, { hasAttachment: true })), [], "no word beside it");
  assert.deepEqual(await search(all({ text: "&" }, { text: "!" })), []);
});

test("RFC 8621 §5: snippets mark what matches and escape the rest", async () => {
  const { list, notFound } = await mail.db.read((tx) =>
    searchSnippets(mail, tx, accountId, {
      filter: { operator: "OR", conditions: [{ text: "rapat café" }, { body: "persetujuan" }] },
      emailIds: [found, 999 as EmailId],
    }),
  );
  assert.deepEqual(notFound, [999]);
  assert.equal(list[0]?.subject, "Undangan <mark>rapat</mark> koordinasi penyusunan anggaran");
  assert.match(list[0]?.preview ?? "", /&amp; <mark>persetujuan<\/mark>\. <mark>Café<\/mark> a &lt;b&gt;/);
  assert.ok(Buffer.byteLength(list[0]?.preview ?? "") <= 255);
  const without = await mail.db.read((tx) =>
    searchSnippets(mail, tx, accountId, { filter: { hasAttachment: true }, emailIds: [found] }),
  );
  assert.deepEqual(without.list, [{ emailId: found, subject: null, preview: null }]);
});

test("RFC 8621 §5: of a phrase, a number or an address what is marked is the whole, where it stands", async () => {
  const account = await createAccount();
  const text =
    "Dana hibah 1.5 dan bantuan lain. Bantuan sosial Rp1.500.000 dari dinas.example kepada budi@dinas.example ini.";
  const id = await receive(account, `Subject: sosial bantuan\r\n\r\n${text}\r\n`);
  const marked = async (search: string) => {
    const { list } = await mail.db.read((tx) =>
      searchSnippets(mail, tx, account, { filter: { text: search }, emailIds: [id] }),
    );
    return [...`${list[0]?.subject ?? ""} ${list[0]?.preview ?? ""}`.matchAll(/<mark>(.*?)<\/mark>/g)].map(
      ([, each]) => each,
    );
  };
  assert.deepEqual(await marked('"bantuan sosial"'), ["Bantuan sosial"]);
  assert.deepEqual(await marked("1.500.000"), ["1.500.000"]);
  assert.deepEqual(await marked("budi@dinas.example"), ["budi@dinas.example"]);
  assert.deepEqual(await marked('"bantuan sosial" bantuan'), ["bantuan", "bantuan", "Bantuan sosial"]);
  assert.deepEqual(await marked('"hibah"'), ["hibah"]);
});

test("R102: an amount is found with its currency or without, however that is written", async () => {
  const account = await createAccount();
  const ids: EmailId[] = [];
  for (const text of ["Rp1.500.000,-", "Rp 1.500.000", "Rp. 1.500.000"])
    ids.push(await receive(account, `\r\n\r\n${text}\r\n`));
  for (const search of ["1.500.000", "Rp1.500.000", "rp 1.500.000", '"Rp 1.500.000"']) {
    const result = await mail.db.read((tx) => queryEmails(mail, tx, account, { filter: { text: search }, limit: 10 }));
    assert.deepEqual("ids" in result && result.ids.toSorted((a, b) => a - b), ids, search);
  }
});

test("R102: a script without spaces is searched by what stands within its sentences", async () => {
  const account = await createAccount();
  const texts = {
    chinese: "关于学校合作的通知请查收".repeat(4),
    japanese: "明日の会議は東京で開催されます。PT Kimia の税",
    korean: "내일 서울에서 회의가 있습니다",
    thai: "การประชุมพรุ่งนี้ที่กรุงเทพ",
  };
  const ids: Partial<Record<keyof typeof texts, EmailId>> = {};
  for (const [name, text] of Object.entries(texts)) {
    const message = `Subject: ${text}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
    ids[name as keyof typeof texts] = await receive(account, message);
  }
  const look = async (filter: EmailFilter) => {
    const result = await mail.db.read((tx) => queryEmails(mail, tx, account, { filter, limit: 10 }));
    return "ids" in result ? result.ids : result;
  };
  for (const isMerged of [false, true]) {
    if (isMerged) await mergeTexts(mail.db, account);
    assert.deepEqual(await look({ text: "学校合作" }), [ids.chinese]);
    assert.deepEqual(await look({ subject: "通知" }), [ids.chinese]);
    assert.deepEqual(await look({ text: "東京" }), [ids.japanese]);
    assert.deepEqual(await look({ text: "東" }), [ids.japanese], "one letter");
    assert.deepEqual(await look({ text: "税" }), [ids.japanese], "a word of one letter");
    assert.deepEqual(await look({ text: "会議 kimia" }), [ids.japanese]);
    assert.deepEqual(await look({ text: '"東京で開催"' }), [ids.japanese]);
    assert.deepEqual(await look({ text: '"京東"' }), [], "another order");
    assert.deepEqual(await look({ text: "서울" }), [ids.korean]);
    assert.deepEqual(await look({ text: "ประชุม" }), [ids.thai]);
  }
  const { list } = await mail.db.read((tx) =>
    searchSnippets(mail, tx, account, { filter: { text: "会議は kimia" }, emailIds: [ids.japanese!] }),
  );
  assert.equal(list[0]?.subject, "明日の<mark>会議は</mark>東京で開催されます。PT <mark>Kimia</mark> の税");
});
