import assert from "node:assert/strict";
import { test } from "node:test";

import { passwordPolicySchema } from "../../organisation/password-policy.ts";
import type { PasswordReason } from "./check-password.ts";
import { describePasswordReason, listPolicyRules } from "./texts.ts";

const reasons: PasswordReason[] = [
  { reason: "tooShort", minimumLength: 12, length: 9 },
  { reason: "tooLong", maximumLength: 256 },
  { reason: "tooFewClasses", minimumClasses: 3, missing: ["upperCase", "digit"], passphraseLength: 20 },
  { reason: "personal", fact: "birthday" },
  { reason: "common" },
  { reason: "tooWeak" },
  { reason: "tooWeak", weakness: "sequence" },
  { reason: "similarToPrevious" },
  { reason: "usedBefore" },
];

test("R57, R59: each reason is a sentence that says what to do, in both languages", () => {
  for (const reason of reasons) {
    const [id, en] = [describePasswordReason(reason, "id"), describePasswordReason(reason, "en")];
    assert.match(id, /^\p{Lu}.*\.$/u);
    assert.match(en, /^\p{Lu}.*\.$/u);
    assert.notEqual(id, en);
    assert.doesNotMatch(id, /silahkan|merubah|kadaluarsa|undefined/i);
  }
  assert.equal(
    describePasswordReason({ reason: "tooShort", minimumLength: 12, length: 9 }, "id"),
    "Kata sandi masih kurang 3 karakter: sedikitnya 12 karakter.",
  );
  assert.match(describePasswordReason(reasons[2] as PasswordReason, "id"), /belum ada huruf besar atau angka/);
});

test("R56: the guideline of the organisation stands on the form", () => {
  const policy = passwordPolicySchema.parse({ minimumLength: 14, minimumClasses: 4 });
  const [length, classes] = listPolicyRules(policy, "id");
  assert.deepEqual(length, { rule: "length", text: "Sedikitnya 14 karakter." });
  assert.match(classes?.text ?? "", /4 dari 4 jenis karakter/);
});
