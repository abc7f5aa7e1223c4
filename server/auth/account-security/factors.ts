// The person's second factors: authenticator app, passkeys, recovery codes.

import {
  countFactors,
  deletePasskey,
  deleteTotpSecret,
  findFactorSetup,
  insertPasskey,
  putFactorSetup,
  putRecoveryCodes,
  putTotpSecret,
  takeFactorSetup,
} from "../../store/second-factors.ts";
import { withinLimits } from "../lockout.ts";
import { offerPasskey, readNewPasskey, type PublicKeyCredentialCreationOptionsJSON } from "../second-step/passkeys.ts";
import { createRecoveryCodes, hashRecoveryCode } from "../second-step/recovery-codes.ts";
import { totpContext } from "../second-step/use-totp-code.ts";
import { createTotpSecret, describeTotpSecret, findTotpStep } from "../second-step/totp.ts";
import { recordChange, tellPerson, type Person, type PersonDependencies } from "./person.ts";

const SETUP_MS = 30 * 60_000;
const ATTEMPTS = 15;

/** The secret of the app that is being set up: the same until it is confirmed or half an hour is over. */
export async function viewTotpSetup(
  { db, clock, random, secrets }: PersonDependencies,
  { account, organisation }: Person,
): Promise<{ text: string; uri: string }> {
  const now = new Date(clock.now());
  const secret = await db.write(async (tx) => {
    const sealed = (await findFactorSetup(tx, account.id, now))?.totpSecret;
    if (sealed) return secrets.open(sealed, totpContext(account));
    const made = createTotpSecret(random);
    const totpSecret = secrets.seal(made, totpContext(account));
    await putFactorSetup(tx, account.id, { totpSecret, expiresAt: new Date(now.getTime() + SETUP_MS) });
    return made;
  });
  return describeTotpSecret(secret, { issuer: organisation.name, account: account.address });
}

/** Whether the code was right: then the app counts from now on. Recovery codes come with the first factor. */
export async function confirmTotp(
  dependencies: PersonDependencies,
  person: Person,
  code: string,
): Promise<{ recoveryCodes?: string[] } | undefined> {
  const { db, clock, secrets } = dependencies;
  const { account } = person;
  const now = new Date(clock.now());
  const limit = { scope: "totp-setup", text: String(account.id), limit: ATTEMPTS, windowMinutes: 15 };
  if (!(await withinLimits(dependencies, [limit]))) return undefined;
  const result = await db.write(async (tx) => {
    const sealed = (await findFactorSetup(tx, account.id, now))?.totpSecret;
    if (!sealed) return undefined;
    const step = findTotpStep(secrets.open(sealed, totpContext(account)), code, now.getTime());
    if (step === undefined) return undefined;
    // Of two that confirm at the same moment one does.
    if (!(await takeFactorSetup(tx, account.id, now))) return undefined;
    await putTotpSecret(tx, account.id, { secret: sealed, step, now });
    await recordChange(tx, dependencies, person, { action: "secondFactorChange", detail: { added: "totp" } });
    const factors = await countFactors(tx, account.id);
    return factors.recoveryCodes > 0 ? {} : { recoveryCodes: await makeCodes(tx, dependencies, person) };
  });
  if (result) await tellPerson(dependencies, person, { kind: "secondFactorAdded" });
  return result;
}

export async function removeTotp(dependencies: PersonDependencies, person: Person): Promise<void> {
  const removed = await dependencies.db.write(async (tx) => {
    if (!(await deleteTotpSecret(tx, person.account.id))) return false;
    await recordChange(tx, dependencies, person, { action: "secondFactorChange", detail: { removed: "totp" } });
    return true;
  });
  if (removed) await tellPerson(dependencies, person, { kind: "secondFactorRemoved" });
}

/** What the browser has an authenticator make; the challenge is kept until it is answered. */
export async function beginPasskey(
  { db, clock, publicUrl }: PersonDependencies,
  { account, organisation }: Person,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return db.write(async (tx) => {
    const options = await offerPasskey(tx, { publicUrl, organisationName: organisation.name, account });
    const expiresAt = new Date(clock.now() + SETUP_MS);
    await putFactorSetup(tx, account.id, { challenge: options.challenge, expiresAt });
    return options;
  });
}

/** Whether the response answered the challenge: then the passkey can be used from now on. */
export async function addPasskey(
  dependencies: PersonDependencies,
  person: Person,
  { response, name }: { response: string; name: string },
): Promise<{ recoveryCodes?: string[] } | undefined> {
  const { db, clock, publicUrl } = dependencies;
  const { account } = person;
  const now = new Date(clock.now());
  const challenge = (await db.write((tx) => takeFactorSetup(tx, account.id, now)))?.challenge;
  const passkey = challenge ? await readNewPasskey({ response, challenge, publicUrl }) : undefined;
  if (!passkey) return undefined;
  const shown = name.trim().slice(0, 60) || "Passkey";
  const result = await db.write(async (tx) => {
    const row = { ...passkey, accountId: account.id, name: shown, createdAt: now };
    if (!(await insertPasskey(tx, row))) return undefined;
    const detail = { added: "passkey", name: shown };
    await recordChange(tx, dependencies, person, { action: "secondFactorChange", detail });
    const { recoveryCodes } = await countFactors(tx, account.id);
    return recoveryCodes > 0 ? {} : { recoveryCodes: await makeCodes(tx, dependencies, person) };
  });
  if (result) await tellPerson(dependencies, person, { kind: "secondFactorAdded", detail: shown });
  return result;
}

export async function removePasskey(dependencies: PersonDependencies, person: Person, id: number): Promise<void> {
  const removed = await dependencies.db.write(async (tx) => {
    if (!(await deletePasskey(tx, person.account.id, id))) return false;
    await recordChange(tx, dependencies, person, { action: "secondFactorChange", detail: { removed: "passkey" } });
    return true;
  });
  if (removed) await tellPerson(dependencies, person, { kind: "secondFactorRemoved" });
}

/** New ones, in place of all earlier ones. Shown once. */
export async function makeRecoveryCodes(dependencies: PersonDependencies, person: Person): Promise<string[]> {
  const codes = await dependencies.db.write((tx) => makeCodes(tx, dependencies, person));
  await tellPerson(dependencies, person, { kind: "recoveryCodesMade" });
  return codes;
}

async function makeCodes(
  tx: Parameters<typeof putRecoveryCodes>[0],
  { random, secrets, clock }: PersonDependencies,
  person: Person,
): Promise<string[]> {
  const codes = createRecoveryCodes(random);
  const { id } = person.account;
  await putRecoveryCodes(
    tx,
    id,
    codes.flatMap((code) => hashRecoveryCode(secrets, id, code) ?? []),
  );
  await recordChange(tx, { clock }, person, { action: "recoveryCodesCreate" });
  return codes;
}
