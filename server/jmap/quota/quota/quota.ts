// The one quota of an account: the octets of its emails, RFC 9425 §4.
import { QUOTA } from "../../../../standards/jmap/capabilities.ts";
import type { Quota } from "../../../../standards/jmap/quota.ts";
import type { Quota as QuotaRow } from "../../../store/mail-account.ts";
import { quotaOf } from "../../../store/mail-account.ts";
import { accountNotFound } from "../../method-errors.ts";
import type { MethodCall } from "../../method.ts";

export const quotaId = "storage";
export const quotaCapability = QUOTA;

/** What is used changes with the emails and with nothing else; a changed limit is seen with the next of them. */
export async function readQuota(call: MethodCall): Promise<{ state: string; quota: Quota }> {
  const { accountId } = call.account;
  const state = String((await call.states(accountId)).email);
  const row = await call.read((tx) => quotaOf(tx, accountId));
  if (!row) throw accountNotFound();
  return { state, quota: toQuota(row) };
}

function toQuota({ usedBytes, quotaBytes }: QuotaRow): Quota {
  return {
    id: quotaId,
    resourceType: "octets",
    used: usedBytes,
    hardLimit: quotaBytes,
    scope: "account",
    name: "Mail",
    types: ["Email"],
    warnLimit: Math.floor(quotaBytes * 0.9),
    softLimit: null,
    description: null,
  };
}
