// The person replaces their own password (old, new, confirmation). All their other sessions end.

import { deleteAppPasswords } from "../../store/app-passwords.ts";
import { findPassword, replacePassword } from "../../store/passwords.ts";
import { deletePendingSignInsOf } from "../../store/pending-sign-ins.ts";
import { deleteResetLinks } from "../../store/recovery.ts";
import { endSessions, updateProofTime } from "../../store/sessions.ts";
import { giveBack, withinLimits } from "../lockout.ts";
import { findNewPasswordReasons, recordNewPassword, type NewPasswordReason } from "../new-password.ts";
import { proofLimit, recordChange, tellPerson, type Person, type PersonDependencies } from "./person.ts";

export type PasswordChangeResult =
  | { outcome: "done" }
  | { outcome: "wrong" }
  | { outcome: "tooMany" }
  | { outcome: "unfit"; reasons: NewPasswordReason[] };

export async function changePassword(
  dependencies: PersonDependencies,
  person: Person,
  given: { old: string; candidate: string; confirmation: string; revokeAppPasswords: boolean },
): Promise<PasswordChangeResult> {
  const { db, clock, cache } = dependencies;
  const { account, organisation, sessionHash, ways } = person;
  const hasher = dependencies.hasher.forOwner(account.id);
  const { old, candidate, confirmation, revokeAppPasswords } = given;
  if (!(await withinLimits(dependencies, [proofLimit(person)]))) return { outcome: "tooMany" };
  // Where a provider vouches for the person, there is no password of ours to change.
  const present = ways.local ? await db.read((tx) => findPassword(tx, account.id)) : undefined;
  if (!(await hasher.verify(old, present?.hash)) || !present) {
    await db.write((tx) => recordChange(tx, dependencies, person, { action: "passwordChange", outcome: "failure" }));
    return { outcome: "wrong" };
  }
  await giveBack(dependencies, [proofLimit(person)]);
  const reasons = await findNewPasswordReasons(dependencies, { ...person, candidate, confirmation, previous: old });
  if (reasons.length > 0) return { outcome: "unfit", reasons };
  const changedAt = new Date(clock.now());
  const next = { hash: await hasher.hash(candidate), mustChange: false, changedAt };
  const changed = await db.write(async (tx) => {
    if (!(await replacePassword(tx, account.id, present, next))) return false;
    await recordNewPassword(tx, dependencies, { account, organisation, replacedHash: present.hash, changedAt });
    await deleteResetLinks(tx, account.id);
    await deletePendingSignInsOf(tx, account.id);
    if (revokeAppPasswords) await deleteAppPasswords(tx, account.id);
    await updateProofTime(tx, sessionHash, changedAt);
    await recordChange(tx, dependencies, person, { action: "passwordChange", detail: { revokeAppPasswords } });
    await endSessions(tx, account.id, { except: sessionHash });
    return true;
  });
  // Somebody changed it at the same moment.
  if (!changed) return { outcome: "wrong" };
  cache.forget({ accountId: account.id });
  await tellPerson(dependencies, person, { kind: "passwordChanged" });
  return { outcome: "done" };
}
