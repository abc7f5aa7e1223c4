// Six digits that go to a recovery address or number: to confirm it, or as a second step. A few minutes, a few attempts, once.

import type { AccountId, RandomSource } from "../../base/ids.ts";
import type { WriteTx } from "../../store/database.ts";
import { putOneTimeCode, useOneTimeCode, type CodePurpose } from "../../store/recovery.ts";
import type { SecretBox } from "../secret-box.ts";

const ATTEMPTS = 5;

export interface CodeRequest {
  accountId: AccountId;
  purpose: CodePurpose;
  target: string;
  now: Date;
  minutes: number;
}

/** The code, which replaces an earlier one for the same purpose. */
export async function issueCode(
  tx: WriteTx,
  { secrets, random }: { secrets: SecretBox; random: RandomSource },
  { accountId, purpose, target, now, minutes }: CodeRequest,
): Promise<string> {
  const code = createDigits(random);
  await putOneTimeCode(tx, {
    accountId,
    purpose,
    target,
    codeHash: hash(secrets, { accountId, purpose, code }),
    attempts: ATTEMPTS,
    createdAt: now,
    expiresAt: new Date(now.getTime() + minutes * 60_000),
  });
  return code;
}

/** Where the code went, when it is right. Either way it cannot be shown again, or has an attempt less. */
export async function redeemCode(
  tx: WriteTx,
  secrets: SecretBox,
  shown: { accountId: AccountId; purpose: CodePurpose; code: string; now: Date },
): Promise<string | undefined> {
  const code = shown.code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(code)) return undefined;
  return useOneTimeCode(tx, { ...shown, codeHash: hash(secrets, { ...shown, code }) });
}

function hash(secrets: SecretBox, of: { accountId: AccountId; purpose: CodePurpose; code: string }): Buffer {
  return secrets.mac(`code ${of.purpose}`, `${of.accountId} ${of.code}`);
}

/** All million codes are as likely: what would favour the low ones is drawn again. */
function createDigits(random: RandomSource): string {
  for (;;) {
    const number = Buffer.from(random(4)).readUInt32BE();
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, "0");
  }
}
