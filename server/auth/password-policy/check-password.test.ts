import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { passwordPolicySchema, readPasswordPolicy } from "../../organisation/password-policy.ts";
import { checkPassword, compareWithHistory, type PasswordCandidate } from "./check-password.ts";
import { createStrengthEstimator } from "./estimate-strength.ts";
import { readBirthday, type PersonFacts } from "./find-personal-fact.ts";

const estimator = createStrengthEstimator();
const policy = passwordPolicySchema.parse({});
const person: PersonFacts = {
  displayName: "Budi Santoso, S.Kom.",
  loginName: "budi.santoso",
  address: "budi.santoso@contoh.go.id",
  employeeNumber: "198503122010011001",
  organisationName: "Pemerintah Kota Contoh",
  unitName: "Dinas Kesehatan",
};
const check = (candidate: string, more: Partial<PasswordCandidate> = {}) =>
  checkPassword({ policy, person, candidate, ...more }, estimator);
const reasonsFor = async (candidate: string, more: Partial<PasswordCandidate> = {}) =>
  (await check(candidate, more)).reasons.map((one) => (one.reason === "personal" ? one.fact : one.reason));

test("R49: what is good is taken: mixed characters, a passphrase, what a password manager makes", async () => {
  for (const good of [
    "Rz7!perahu-Lontar",
    "kucing merah hujan senja",
    "Kd8#mQ2!vTz9",
    "a7Qe!".repeat(2) + "kelokan pagar",
  ]) {
    assert.deepEqual(await reasonsFor(good), [], good);
  }
});

test("R57, D6: at least 12 characters by default, never fewer than 8, and three kinds unless it is a passphrase", async () => {
  assert.deepEqual((await check("Kd8#mQ2!vTz")).reasons, [{ reason: "tooShort", minimumLength: 12, length: 11 }]);
  assert.throws(() => passwordPolicySchema.parse({ minimumLength: 7 }));
  const eight = passwordPolicySchema.parse({ minimumLength: 8, minimumStrength: 2 });
  assert.deepEqual(await reasonsFor("Kd8#mQ2!", { policy: eight }), []);
  assert.deepEqual((await check("perahulontarbiru")).reasons[0], {
    reason: "tooFewClasses",
    minimumClasses: 3,
    missing: ["upperCase", "digit", "other"],
    passphraseLength: 20,
  });
});

test("R57: everything that is missing is said at once", async () => {
  assert.deepEqual(await reasonsFor("aaaaaa"), ["tooShort", "tooFewClasses", "tooWeak"]);
});

test("R58: the strength grows with what makes guessing long, and what everybody would try is 0", async () => {
  const strengths = [];
  for (const text of ["Password2026!", "Abcdefgh12345!", "Kd8#mQ2!vTz9"]) strengths.push((await check(text)).strength);
  assert.deepEqual(strengths, [0, 2, 4]);
  assert.deepEqual((await check("Abcdefgh12345!")).reasons, [{ reason: "tooWeak", weakness: "sequence" }]);
});

describe("R59, D6: nothing that others know about the person", () => {
  const cases: [string, ...string[]][] = [
    ["Rz7!santoso-Lontar", "name"],
    ["Rz7!54nt0s0-Lontar", "name"],
    ["Rz7!osotnas-Lontar", "name"],
    ["Rz7!1985-0312-Lontar", "employeeNumber", "birthday"],
    ["Rz7!2010011001Lontar", "employeeNumber"],
    ["Rz7!12Maret85Lontar", "birthday"],
    ["Rz7!12/3/1985Lontar", "birthday"],
    ["Kesehatan-Contoh77", "organisation"],
    ["Contoh.Go.Id!2027", "organisation"],
    ["Pemkotcontoh2026!", "organisation"],
  ];
  for (const [candidate, ...expected] of cases) {
    test(`${candidate} holds ${expected.join(" and ")}`, async () => {
      assert.deepEqual(await reasonsFor(candidate), expected);
    });
  }

  test("a user name and an address that are not the name count too, each word once", async () => {
    const other = { ...person, loginName: "kepala.kelurahan7", address: "lurah.pondok@contoh.go.id" };
    assert.deepEqual(await reasonsFor("Rz7!kelurahan-Biru", { person: other }), ["userName"]);
    assert.deepEqual(await reasonsFor("Rz7!pondok-Lontar", { person: other }), ["address"]);
  });

  test("a name of three letters counts by itself, not within other words", async () => {
    const ani = { ...person, displayName: "Ani", loginName: "ani", address: "ani@contoh.go.id" };
    assert.deepEqual(await reasonsFor("Ani-7Perahu!Kelok", { person: ani }), ["name"]);
    assert.deepEqual(await reasonsFor("Berani-7Perahu!Kelok", { person: ani }), []);
  });

  test("words of the organisation may stand in what is long enough without them", async () => {
    assert.deepEqual(await reasonsFor("kota pelangi rembulan awan"), []);
  });

  test("the birthday is known from the NIP, and from nothing that is none", () => {
    assert.equal(readBirthday(person.employeeNumber)?.toString(), "1985-03-12");
    assert.equal(readBirthday("19850312 201001 1 001")?.toString(), "1985-03-12");
    for (const none of ["198513122010011001", "198502302010011001", "123", null])
      assert.equal(readBirthday(none), undefined);
  });
});

describe("D6: passwords that many use, in Indonesian and English, with the usual ornaments", () => {
  const common = [
    "Password123!",
    "P@ssw0rd2026!",
    "KataSandi2026!",
    "SelamatPagi-1",
    "Bismillah123!",
    "Indonesia1945!",
    "Sayangku_2026",
    "Qwertyuiop123!",
    "!!!!2026rahasia",
    "Administrator1!",
    "Jakarta2026!!",
    "1Kepegawaian!!",
  ];
  for (const candidate of common) {
    test(candidate, async () => assert.deepEqual(await reasonsFor(candidate), ["common"]));
  }
});

test("D6: the old password, the old one with another number, and those in the history do not come back", async () => {
  assert.deepEqual(await reasonsFor("Perahu-Lontar7!", { previous: "Perahu-Lontar6!" }), ["similarToPrevious"]);
  const asked: string[] = [];
  const hasher = {
    verify: async (candidate: string, hash: string | undefined) => (asked.push(hash ?? ""), hash === `#${candidate}`),
  };
  const wasUsedBefore = compareWithHistory(hasher, ["#a", "#Rz7!perahu-Lontar", "#b"]);
  assert.deepEqual(await reasonsFor("Rz7!perahu-Lontar", { wasUsedBefore }), ["usedBefore"]);
  assert.deepEqual(asked, ["#a", "#Rz7!perahu-Lontar"]);
  assert.deepEqual(await reasonsFor("Password123!", { wasUsedBefore }), ["common"]);
  assert.equal(asked.length, 2);
});

test(
  "R60: length, spaces and letters of any script are welcome; a text that nobody types is refused unread",
  { timeout: 60_000 },
  async () => {
    assert.deepEqual(await reasonsFor("ꦥꦼꦫꦲꦸ Perahu 7! Lontar"), []);
    assert.deepEqual(await reasonsFor("x".repeat(257)), ["tooLong"]);
    await check("1234567890pa55w0rd@".repeat(13));
  },
);

test("D6: the policy is an organisation's setting with documented defaults", () => {
  const { minimumLength, historyCount, lifetime, graceDays, reminderDays } = readPasswordPolicy({});
  assert.deepEqual(
    { minimumLength, historyCount, lifetime, graceDays, reminderDays },
    {
      minimumLength: 12,
      historyCount: 5,
      lifetime: { unit: "workingDays", days: 90 },
      graceDays: 5,
      reminderDays: [14, 7, 3, 1],
    },
  );
  assert.equal(readPasswordPolicy({ password: { minimumLength: 14 } }).minimumLength, 14);
});
