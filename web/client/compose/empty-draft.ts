// A draft with nothing in it, written under the right name.
import { normalizeAddress } from "../../../standards/address/normalize-address.ts";
import type { EmailBody, EmailSummary, Identity } from "../types.ts";
import type { Draft } from "./types.ts";

export type Original = { email: EmailSummary; body: EmailBody };

export type ReplyInput = {
  original: Original;
  identities: readonly Identity[];
  key: string;
  accountId: string;
};

/** An empty draft of the identity that the original was written to. */
export function emptyDraft({
  original,
  identities,
  key,
  accountId,
}: Omit<ReplyInput, "original"> & { original?: Original }): Draft {
  return {
    key,
    accountId,
    identityId: chooseIdentity(identities, original)?.id ?? null,
    to: [],
    cc: [],
    bcc: [],
    subject: "",
    html: "",
    text: "",
    attachments: [],
    inReplyTo: null,
    references: null,
    origin: null,
  };
}

function chooseIdentity(identities: readonly Identity[], original: Original | undefined): Identity | undefined {
  if (!original) return identities[0];
  const { email, body } = original;
  const named = [...(email.to ?? []), ...(body.cc ?? []), ...(body.bcc ?? []), ...(email.from ?? [])];
  const addresses = named.map((address) => normalizeAddress(address.email));
  return identities.find((identity) => addresses.includes(normalizeAddress(identity.email))) ?? identities[0];
}
