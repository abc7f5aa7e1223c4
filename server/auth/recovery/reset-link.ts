// Forgotten password: a link to a confirmed recovery channel, single use, half an hour. Whoever asks learns nothing: the answer is
// the same and does not wait for what follows from it.

import type { Clock } from "../../base/clock.ts";
import { createToken, type RandomSource } from "../../base/ids.ts";
import type { Log } from "../../base/log.ts";
import { networkKey } from "../../base/network.ts";
import { readSecurityPolicy } from "../../organisation/security-policy.ts";
import { domainOf } from "../../../standards/address/normalize-address.ts";
import { findAccount, type Account } from "../../store/accounts.ts";
import { deleteAppPasswords } from "../../store/app-passwords.ts";
import { insertAuditEvent } from "../../store/audit.ts";
import type { ReadTx } from "../../store/database.ts";
import { findOrganisation, findOrganisationOrFirst, type Organisation } from "../../store/organisations.ts";
import { findPassword, replacePassword } from "../../store/passwords.ts";
import { deletePendingSignInsOf } from "../../store/pending-sign-ins.ts";
import {
  findResetLink,
  insertResetLink,
  isOwnAddress,
  listRecoveryChannels,
  useResetLink,
  type RecoveryChannel,
} from "../../store/recovery.ts";
import { deleteSessionsOf } from "../../store/sessions.ts";
import type { Visitor } from "../begin-session.ts";
import { findAccountByName } from "../find-account.ts";
import { withinLimits, type LockoutDependencies } from "../lockout.ts";
import type { Messenger } from "../messenger.ts";
import { limitForVisitor } from "../own-limit.ts";
import {
  findNewPasswordReasons,
  recordNewPassword,
  type NewPasswordDependencies,
  type NewPasswordReason,
} from "../new-password.ts";
import type { PrincipalCache } from "../principal-cache.ts";
import { hashSessionToken } from "../session-token.ts";
import { loadWays } from "../single-sign-on/local-sign-in.ts";
import { findStanding } from "../standing.ts";
import { unlockAccount } from "../unlock-account.ts";
import { noticeText, resetLinkText } from "./message-texts.ts";
import { tellEverywhere } from "./tell-everywhere.ts";

export interface ResetDependencies extends LockoutDependencies, NewPasswordDependencies {
  clock: Clock;
  random: RandomSource;
  messenger: Messenger | undefined;
  publicUrl: string;
  log: Log | undefined;
  cache: PrincipalCache;
}

const LINKS_PER_ACCOUNT = 3;
const WINDOW_MINUTES = 60;

/** Whoever forgot a password, as typed. Resolves when the link is on its way, or not: callers do not wait for it. */
export async function requestResetLink(
  dependencies: ResetDependencies,
  { username, ...visitor }: { username: string } & Visitor,
): Promise<void> {
  const { db, clock, random, messenger, publicUrl } = dependencies;
  const { networkAddress, device } = visitor;
  const operator = await db.read((tx) => findOrganisationOrFirst(tx, undefined));
  const limitOfNetwork = readSecurityPolicy(operator?.settings ?? {}).resetRequestsPerHour;
  const network = { scope: "reset-network", text: networkKey(networkAddress), limit: limitOfNetwork };
  if (!(await withinLimits(dependencies, [{ ...network, windowMinutes: WINDOW_MINUTES }]))) return;
  const found = await db.read(async (tx) => {
    const account = await findAccountByName(tx, username);
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    if (!organisation || account.state !== "active" || account.kind !== "person") return undefined;
    // Without a password there is none to forget: single sign-on, or an account that was never activated.
    if (!(await findPassword(tx, account.id)) || !(await loadWays(tx, account)).local) return undefined;
    if (await isClosed(tx, dependencies, { account, organisation })) return undefined;
    return { account, organisation, channel: await findChannel(tx, account, messenger) };
  });
  if (!found) return;
  const { account, organisation, channel } = found;
  const now = new Date(clock.now());
  const limit = { scope: "reset-account", limit: LINKS_PER_ACCOUNT, windowMinutes: WINDOW_MINUTES };
  const counted = await limitForVisitor(dependencies, { accountId: account.id, visitor }, limit);
  const within = await withinLimits(dependencies, [counted]);
  const token = createToken(random);
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) throw new Error("a token is not what it should be");
  const minutes = readSecurityPolicy(organisation.settings).resetLinkMinutes;
  await db.write(async (tx) => {
    if (within && channel) {
      const expiresAt = new Date(now.getTime() + minutes * 60_000);
      await insertResetLink(tx, { tokenHash, accountId: account.id, createdAt: now, expiresAt });
    }
    await insertAuditEvent(tx, {
      at: now,
      organisationId: account.organisationId,
      subjectAccountId: account.id,
      action: "resetRequest",
      outcome: within && channel ? "success" : "failure",
      networkAddress,
      device: device.slice(0, 200),
      detail: { channel: channel?.kind ?? null, tooMany: !within },
    });
  });
  if (!within || !channel || !messenger) return;
  const url = `${publicUrl}/reset-password?token=${token}`;
  const { subject, text, short } = resetLinkText({ account, organisation, url, minutes });
  if (channel.kind === "email") {
    await messenger.sendMail({ organisationId: organisation.id, to: channel.target, subject, text });
  } else {
    await messenger.sendText?.({ number: channel.target, text: short });
  }
}

/** E-mail before the telephone. An address that has become one of ours since is none any more. */
async function findChannel(
  tx: ReadTx,
  account: Account,
  messenger: Messenger | undefined,
): Promise<RecoveryChannel | undefined> {
  const channels = await listRecoveryChannels(tx, account.id);
  const email = channels.find(({ kind }) => kind === "email");
  if (email && messenger && !(await isOwnAddress(tx, email.target, domainOf(email.target) ?? ""))) return email;
  return messenger?.sendText && channels.find(({ kind }) => kind === "phone");
}

/** Whose password it sets; undefined when the link is used, too old, or none. Uses nothing up. */
export async function viewReset(
  { db, clock }: Pick<ResetDependencies, "db" | "clock">,
  token: string,
): Promise<{ account: Account; organisation: Organisation } | undefined> {
  const tokenHash = hashSessionToken(token);
  if (tokenHash === undefined) return undefined;
  return db.read(async (tx) => {
    const accountId = await findResetLink(tx, tokenHash, new Date(clock.now()));
    const account = accountId && (await findAccount(tx, accountId));
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    if (!organisation || (await isClosed(tx, { clock }, { account, organisation }))) return undefined;
    return { account, organisation };
  });
}

/** A code of the desk that was not used in time does not keep its person from their own recovery channel. */
async function isClosed(
  tx: ReadTx,
  dependencies: { clock: Clock },
  whose: { account: Account; organisation: Organisation },
): Promise<boolean> {
  const standing = await findStanding(tx, dependencies, whose);
  return standing.kind === "closed" && standing.because !== "unused";
}

export type ResetResult =
  | { outcome: "done" }
  | { outcome: "unfit"; reasons: NewPasswordReason[]; account: Account; organisation: Organisation }
  /** The link is used, too old, or none. */
  | { outcome: "gone" };

/**
 * Sets the password, once; all sessions and half sign-ins of the account end, and so do its locks. Signing in comes afterwards,
 * with the second step where there is one: the link stands for the password only.
 */
export async function resetPassword(
  dependencies: ResetDependencies,
  given: { token: string; candidate: string; confirmation: string; revokeAppPasswords: boolean; visitor: Visitor },
): Promise<ResetResult> {
  const { db, clock, hasher, messenger } = dependencies;
  const { token, candidate, confirmation, revokeAppPasswords, visitor } = given;
  const tokenHash = hashSessionToken(token);
  const view = await viewReset(dependencies, token);
  if (!view || tokenHash === undefined) return { outcome: "gone" };
  const { account, organisation } = view;
  const reasons = await findNewPasswordReasons(dependencies, { account, organisation, candidate, confirmation });
  if (reasons.length > 0) return { outcome: "unfit", reasons, account, organisation };
  const changedAt = new Date(clock.now());
  const next = { hash: await hasher.forOwner(account.id).hash(candidate), mustChange: false, changedAt };
  const done = await db.write(async (tx) => {
    if ((await useResetLink(tx, tokenHash, changedAt)) !== account.id) return false;
    const present = await findPassword(tx, account.id);
    if (!present || !(await replacePassword(tx, account.id, present, next))) {
      throw new Error("a password changed while its reset was under way");
    }
    await recordNewPassword(tx, dependencies, { account, organisation, replacedHash: present.hash, changedAt });
    await deleteSessionsOf(tx, account.id);
    await deletePendingSignInsOf(tx, account.id);
    if (revokeAppPasswords) await deleteAppPasswords(tx, account.id);
    await unlockAccount(tx, dependencies, { accountId: account.id, organisationId: organisation.id, by: account.id });
    await insertAuditEvent(tx, {
      at: changedAt,
      organisationId: organisation.id,
      actorAccountId: account.id,
      subjectAccountId: account.id,
      action: "passwordReset",
      outcome: "success",
      networkAddress: visitor.networkAddress,
      device: visitor.device.slice(0, 200),
      detail: { by: "link", revokeAppPasswords },
    });
    return true;
  });
  if (!done) return { outcome: "gone" };
  dependencies.cache.forget({ accountId: account.id });
  const { networkAddress } = visitor;
  const notice = noticeText("passwordReset", { account, organisation, now: changedAt, networkAddress });
  await tellEverywhere({ db, messenger }, { account, notice });
  return { outcome: "done" };
}
