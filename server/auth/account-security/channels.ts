// The person's recovery channels: an address outside this system, a mobile number; each is theirs once a code sent to it came back.

import { domainOf, normalizeAddress } from "../../../standards/address/normalize-address.ts";
import {
  deleteRecoveryChannel,
  findAwaitedCode,
  isOwnAddress,
  listRecoveryChannels,
  putRecoveryChannel,
  updateChannelUse,
  type ChannelKind,
} from "../../store/recovery.ts";
import { withinLimits } from "../lockout.ts";
import { confirmationCodeText } from "../recovery/message-texts.ts";
import { maskTarget } from "../recovery/mask-target.ts";
import { issueCode, redeemCode } from "../second-step/one-time-code.ts";
import { recordChange, tellPerson, type Person, type PersonDependencies } from "./person.ts";

export type ChannelRefusal =
  /** No address, or no mobile number. */
  | "invalid"
  /** Its mail ends in this system: who cannot sign in cannot read it. */
  | "ownAddress"
  | "tooMany"
  /** No gateway, or it did not take the message. */
  | "notSent";

const CODES_PER_WINDOW = 5;
const WINDOW_MINUTES = 60;

/** Sends a code. Undefined when it is on its way. The channel that there is stays until the code has come back. */
export async function requestChannel(
  dependencies: PersonDependencies,
  person: Person,
  { kind, typed }: { kind: ChannelKind; typed: string },
): Promise<ChannelRefusal | undefined> {
  const { db, clock, messenger } = dependencies;
  const { account, organisation, security } = person;
  const target = kind === "email" ? normalizeAddress(typed.trim()) : normalizeNumber(typed);
  if (target === null || target.length > 254) return "invalid";
  const domain = domainOf(target) ?? "";
  if (kind === "email" && (await db.read((tx) => isOwnAddress(tx, target, domain)))) return "ownAddress";
  if (!messenger || (kind === "phone" && !messenger.sendText)) return "notSent";
  const limits = [`${account.id}`, target].map((text) => ({
    scope: "channel-code",
    text,
    limit: CODES_PER_WINDOW,
    windowMinutes: WINDOW_MINUTES,
  }));
  if (!(await withinLimits(dependencies, limits))) return "tooMany";
  const minutes = security.codeMinutes;
  const purpose = kind === "email" ? "confirm-email" : "confirm-phone";
  const now = new Date(clock.now());
  const code = await db.write((tx) =>
    issueCode(tx, dependencies, { accountId: account.id, purpose, target, now, minutes }),
  );
  const { subject, text, short } = confirmationCodeText({ account, organisation, code, minutes });
  if (kind === "email") {
    await messenger.sendMail({ organisationId: organisation.id, to: target, subject, text });
    return undefined;
  }
  const [sent] = await Promise.allSettled([messenger.sendText?.({ number: target, text: short })]);
  return sent.status === "fulfilled" ? undefined : "notSent";
}

/** Whether the code was right: then the channel is the person's, in place of the earlier one. */
export async function confirmChannel(
  dependencies: PersonDependencies,
  person: Person,
  { kind, code }: { kind: ChannelKind; code: string },
): Promise<boolean> {
  const { db, clock, secrets } = dependencies;
  const { account } = person;
  const now = new Date(clock.now());
  const purpose = kind === "email" ? "confirm-email" : "confirm-phone";
  const confirmed = await db.write(async (tx) => {
    const target = await redeemCode(tx, secrets, { accountId: account.id, purpose, code, now });
    if (target === undefined) return undefined;
    const earlier = (await listRecoveryChannels(tx, account.id)).filter((channel) => channel.kind === kind);
    await putRecoveryChannel(tx, account.id, { kind, target, confirmedAt: now, forSignIn: false });
    const detail = { kind, added: maskTarget(kind, target) };
    await recordChange(tx, dependencies, person, { action: "recoveryChannelChange", detail });
    return { target, earlier };
  });
  if (!confirmed) return false;
  const detail = maskTarget(kind, confirmed.target);
  await tellPerson(dependencies, person, { kind: "recoveryChannelAdded", detail, also: confirmed.earlier });
  return true;
}

/** Where a code is awaited from, hidden as its owner recognises it. */
export async function findAwaitedChannel(
  { db, clock }: PersonDependencies,
  { account }: Person,
  kind: ChannelKind,
): Promise<string | undefined> {
  const purpose = kind === "email" ? "confirm-email" : "confirm-phone";
  const now = new Date(clock.now());
  const target = await db.read((tx) => findAwaitedCode(tx, { accountId: account.id, purpose, now }));
  return target === undefined ? undefined : maskTarget(kind, target);
}

export async function removeChannel(
  dependencies: PersonDependencies,
  person: Person,
  kind: ChannelKind,
): Promise<void> {
  const removed = await dependencies.db.write(async (tx) => {
    const channel = await deleteRecoveryChannel(tx, person.account.id, kind);
    if (!channel) return undefined;
    const detail = { kind, removed: maskTarget(kind, channel.target) };
    await recordChange(tx, dependencies, person, { action: "recoveryChannelChange", detail });
    return channel;
  });
  if (!removed) return;
  const detail = maskTarget(kind, removed.target);
  await tellPerson(dependencies, person, { kind: "recoveryChannelRemoved", detail, also: [removed] });
}

/** Whether codes for the second step of signing in may go there. */
export async function chooseChannelForSignIn(
  dependencies: PersonDependencies,
  person: Person,
  { kind, forSignIn }: { kind: ChannelKind; forSignIn: boolean },
): Promise<void> {
  const changed = await dependencies.db.write(async (tx) => {
    if (!(await updateChannelUse(tx, person.account.id, { kind, forSignIn }))) return false;
    const detail = forSignIn ? { added: `code by ${kind}` } : { removed: `code by ${kind}` };
    await recordChange(tx, dependencies, person, { action: "secondFactorChange", detail });
    return true;
  });
  if (changed) {
    await tellPerson(dependencies, person, { kind: forSignIn ? "secondFactorAdded" : "secondFactorRemoved" });
  }
}

/** 0812…, 62812… and +62 812… are one number; others need their country's code. Null: not a number of a mobile telephone. */
export function normalizeNumber(typed: string): string | null {
  const plain = typed.replace(/[\s().-]/g, "");
  const number = plain.replace(/^(?:0|62)(?=8)/, "+62");
  return /^\+628\d{7,11}$/.test(number) || /^\+(?!62)[1-9]\d{7,14}$/.test(number) ? number : null;
}
