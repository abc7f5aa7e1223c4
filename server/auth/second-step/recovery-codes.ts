// Ten codes for the day on which the phone is lost: shown once, each good once. 40 bits each, kept as keyed hashes.

import { createReadableCode, type AccountId, type RandomSource } from "../../base/ids.ts";
import type { SecretBox } from "../secret-box.ts";

const COUNT = 10;
const GROUPS = 2;

export function createRecoveryCodes(random: RandomSource): string[] {
  return Array.from({ length: COUNT }, () => createReadableCode(random, GROUPS));
}

/** What the database knows of it; undefined for what cannot be one. Case, spaces, hyphens and look-alikes do not matter. */
export function hashRecoveryCode(secrets: SecretBox, accountId: AccountId, typed: string): Buffer | undefined {
  if (typed.length > 40) return undefined;
  const plain = typed.replace(/[\s-]/g, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(plain) ? secrets.mac("recovery code", `${accountId} ${plain}`) : undefined;
}
