// Passkeys (Web Authentication, level 3): bound to the host of the public address, so a page of another name cannot use them.

import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

import type { AccountId } from "../../base/ids.ts";
import type { Account } from "../../store/accounts.ts";
import type { ReadTx, WriteTx } from "../../store/database.ts";
import { findPasskey, listPasskeys, usePasskey, type Passkey } from "../../store/second-factors.ts";

export type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON };

/** Fetched at the first passkey: it takes a good part of the time in which the rest of the server starts. */
const library = () => import("@simplewebauthn/server");

const MAX_RESPONSE_LENGTH = 16_384;
const TIMEOUT_MS = 300_000;

/** What the browser asks an authenticator for. Without an account: any passkey of ours, whose owner it then names. */
export async function requestPasskey(
  tx: ReadTx,
  publicUrl: string,
  accountId?: AccountId,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = accountId === undefined ? [] : await listPasskeys(tx, accountId);
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: new URL(publicUrl).hostname,
    timeout: TIMEOUT_MS,
    allowCredentials: own.map(describe),
    // As the only step it stands for the password too: possession alone is not enough.
    userVerification: accountId === undefined ? "required" : "preferred",
  });
}

/** What the browser has an authenticator make. */
export async function offerPasskey(
  tx: ReadTx,
  { publicUrl, organisationName, account }: { publicUrl: string; organisationName: string; account: Account },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const own = await listPasskeys(tx, account.id);
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpID: new URL(publicUrl).hostname,
    rpName: organisationName,
    userID: new TextEncoder().encode(`account ${account.id}`),
    userName: account.address,
    userDisplayName: account.displayName,
    timeout: TIMEOUT_MS,
    attestationType: "none",
    excludeCredentials: own.map(describe),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
  });
}

/** The new key; undefined when the response is not one to this challenge. */
export async function readNewPasskey(shown: {
  response: string;
  challenge: string;
  publicUrl: string;
}): Promise<Pick<Passkey, "credentialId" | "publicKey" | "counter" | "transports"> | undefined> {
  const response = parse<RegistrationResponseJSON>(shown.response);
  if (!response) return undefined;
  const { verifyRegistrationResponse } = await library();
  const { verified, registrationInfo } = await settled(
    verifyRegistrationResponse({ response, ...expected(shown), requireUserVerification: false }),
  );
  if (!verified || !registrationInfo) return undefined;
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  return {
    credentialId: Buffer.from(id, "base64url"),
    publicKey: Buffer.from(publicKey),
    counter,
    transports: transports.slice(0, 8),
  };
}

/** Whose passkey answered the challenge; undefined when none of ours did. Its counter moves on, in this transaction. */
export async function verifyPasskey(
  tx: WriteTx,
  shown: { response: string; challenge: string; publicUrl: string; alone: boolean; now: Date },
): Promise<AccountId | undefined> {
  const response = parse<AuthenticationResponseJSON>(shown.response);
  if (!response || typeof response.id !== "string") return undefined;
  const passkey = await findPasskey(tx, Buffer.from(response.id, "base64url"));
  if (!passkey) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const { verified, authenticationInfo } = await settled(
    verifyAuthenticationResponse({
      response,
      ...expected(shown),
      credential: {
        ...describe(passkey),
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
      requireUserVerification: shown.alone,
    }),
  );
  if (!verified || !authenticationInfo) return undefined;
  return (await usePasskey(tx, passkey.id, authenticationInfo.newCounter, shown.now)) ? passkey.accountId : undefined;
}

function expected({ challenge, publicUrl }: { challenge: string; publicUrl: string }) {
  const { origin, hostname } = new URL(publicUrl);
  return { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: hostname };
}

function describe({ credentialId, transports }: Pick<Passkey, "credentialId" | "transports">) {
  return { id: credentialId.toString("base64url"), transports: transports as AuthenticatorTransport[] };
}

/** The library throws for what does not verify, as for what it cannot read: to us both are "no". */
async function settled<T extends { verified: boolean }>(work: Promise<T>): Promise<Partial<T>> {
  const [result] = await Promise.allSettled([work]);
  return result.status === "fulfilled" ? result.value : {};
}

function parse<T>(text: string): T | undefined {
  if (text.length > MAX_RESPONSE_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as T) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
