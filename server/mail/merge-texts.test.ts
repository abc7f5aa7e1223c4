import assert from "node:assert/strict";
import { after, test } from "node:test";

import { fc } from "../../test/support/properties.ts";

import { openTestStore } from "../../test/support/mail-store.ts";
import type { AccountId } from "../base/ids.ts";
import { findTerms, type TermGroup } from "../store/email-text.ts";
import { listIds } from "../store/id-set.ts";
import { listSegments } from "../store/search-segments.ts";
import { sql } from "../store/sql.ts";
import { mergeTexts } from "./merge-texts.ts";

const { mail, createAccount } = await openTestStore({ after });

const words = [
  "surat",
  "surat#",
  "surat!",
  "suratan",
  "sura",
  "kota$",
  "é",
  "漢字",
  "😀",
  "0812",
  "a@b.id%",
  "z".repeat(40),
];

/** Terms alone: what they are attached to makes no difference here. */
async function addTexts(accountId: AccountId, texts: { id: number; terms: string[] }[]): Promise<void> {
  await mail.db.write((tx) =>
    tx.run(sql`
      insert into email_text (account_id, email_id, terms)
      select ${accountId}, * from unnest(${texts.map(({ id }) => id)}::int[],
        ${texts.map(({ terms }) => `\n${terms.join("\n")}\n`)}::text[])`),
  );
}

async function search(accountId: AccountId, groups: TermGroup[]): Promise<number[]> {
  return listIds(await mail.db.read((tx) => findTerms(tx, accountId, groups)));
}

test("R102: what is merged is found as what is not, by words and by how words begin", async () => {
  const batch = fc.array(fc.subarray(words, { minLength: 1 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 12 }), fc.boolean(), async (batches, mergeLast) => {
      const accountId = await createAccount();
      let id = 0;
      const all: { id: number; terms: string[] }[] = [];
      for (const [index, each] of batches.entries()) {
        const texts = each.map((terms) => ({ id: (id += 1 + ((id * 7) % 200)), terms }));
        await addTexts(accountId, texts);
        all.push(...texts);
        if (mergeLast || index < batches.length - 1) await mergeTexts(mail.db, accountId);
      }
      const has = (test: (term: string) => boolean) =>
        all.filter(({ terms }) => terms.some(test)).map((text) => text.id);
      for (const word of words) {
        assert.deepEqual(
          await search(accountId, [{ terms: [word] }]),
          has((term) => term === word),
          word,
        );
      }
      assert.deepEqual(
        await search(accountId, [{ terms: ["surat", "0812"] }, { terms: ["é"] }]),
        has((term) => term === "surat" || term === "0812").filter((each) => has((term) => term === "é").includes(each)),
      );
      const beginning = [{ prefix: "sura", marks: ["", "#"] }];
      assert.deepEqual(
        await search(accountId, beginning),
        has((term) => term.startsWith("sura")),
      );
      assert.deepEqual(
        await search(accountId, [{ prefix: "sura", marks: ["#"] }]),
        has((term) => term === "surat#"),
      );
      assert.deepEqual(await search(accountId, [{ terms: ["tiada"] }]), []);
    }),
    { numRuns: 25 },
  );
});

test("R7: an account has few segments, and many blocks are read in order", async () => {
  const accountId = await createAccount();
  for (let round = 0; round < 40; round++) {
    const texts = Array.from({ length: 20 }, (_, index) => ({
      id: round * 100 + index * 2 + 1,
      terms: [
        "semua",
        ...Array.from({ length: 100 }, (_each, place) => `kata${(round * 31 + index * 7 + place * 13) % 5000}`),
      ],
    }));
    await addTexts(accountId, texts);
    await mergeTexts(mail.db, accountId);
  }
  const segments = await mail.db.read((tx) => listSegments(tx, accountId));
  assert.ok(segments.length <= 9, `${segments.length} segments`);
  assert.equal(
    segments.reduce((sum, { emails }) => sum + emails, 0),
    800,
  );
  assert.equal((await search(accountId, [{ terms: ["semua"] }])).length, 800);
  assert.equal((await search(accountId, [{ prefix: "kata", marks: [""] }])).length, 800);
});

test("however many there are, all are merged", async () => {
  const accountId = await createAccount();
  await addTexts(
    accountId,
    Array.from({ length: 5000 }, (_, index) => ({ id: index + 1, terms: ["semua", `nomor${index}`] })),
  );
  await mergeTexts(mail.db, accountId);
  const left = await mail.db.read((tx) => tx.rows(sql`select from email_text where account_id = ${accountId}`));
  assert.equal(left.length, 0);
  assert.equal((await search(accountId, [{ terms: ["semua"] }])).length, 5000);
  assert.deepEqual(await search(accountId, [{ terms: ["nomor4321"] }]), [4322]);
});

test("another account's texts are not found", async () => {
  const [one, other] = [await createAccount(), await createAccount()];
  await addTexts(one, [{ id: 1, terms: ["rahasia"] }]);
  await addTexts(other, [{ id: 1, terms: ["umum"] }]);
  assert.deepEqual(await search(other, [{ terms: ["rahasia"] }]), []);
  await mergeTexts(mail.db, one);
  assert.deepEqual(await search(other, [{ terms: ["rahasia"] }]), []);
  assert.deepEqual(await search(one, [{ terms: ["rahasia"] }]), [1]);
});
