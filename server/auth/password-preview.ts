// What the form says about a new password while it is typed. Who asks shows a token that was given with the page, so that nobody can try
// out what is personal to somebody else; what was asked about is neither kept nor logged.

import type { Clock } from "../base/clock.ts";
import type { AccountId } from "../base/ids.ts";
import type { RateLimit } from "../base/rate-limit.ts";
import { readPasswordPolicy, type PasswordPolicy } from "../organisation/password-policy.ts";
import { findAccount } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { findOrganisation } from "../store/organisations.ts";
import { checkPassword, type PasswordCheck } from "./password-policy/check-password.ts";
import type { StrengthEstimator } from "./password-policy/estimate-strength.ts";
import type { SecretBox } from "./secret-box.ts";

export interface PreviewDependencies {
  db: Database;
  clock: Clock;
  secrets: SecretBox;
  estimator: StrengthEstimator;
  /** By account. */
  previews: RateLimit;
}

export type PasswordPreview =
  | { outcome: "checked"; check: PasswordCheck; policy: PasswordPolicy }
  | { outcome: "tooMany" }
  /** The token is none, or too old. */
  | { outcome: "refused" };

const CONTEXT = "password preview";
const LIFETIME_MS = 2 * 3_600_000;

/** For the page of a person who has proven who they are, or holds the link to a new password. */
export function createPreviewToken(
  { secrets, clock }: Pick<PreviewDependencies, "secrets" | "clock">,
  accountId: AccountId,
): string {
  const text = `${accountId} ${clock.now() + LIFETIME_MS}`;
  return secrets.seal(Buffer.from(text), CONTEXT).toString("base64url");
}

/** Earlier passwords are compared only when the form is sent: that takes too long for each key. */
export async function previewPassword(
  { db, clock, secrets, estimator, previews }: PreviewDependencies,
  { token, candidate }: { token: string; candidate: string },
): Promise<PasswordPreview> {
  const accountId = readToken({ secrets, clock }, token);
  if (accountId === undefined) return { outcome: "refused" };
  if (!previews.take(String(accountId))) return { outcome: "tooMany" };
  const found = await db.read(async (tx) => {
    const account = await findAccount(tx, accountId);
    const organisation = account && (await findOrganisation(tx, account.organisationId));
    return organisation && { account, organisation };
  });
  if (!found) return { outcome: "refused" };
  const { account, organisation } = found;
  const policy = readPasswordPolicy(organisation.settings);
  const person = { ...account, organisationName: organisation.name };
  return { outcome: "checked", policy, check: await checkPassword({ policy, candidate, person }, estimator) };
}

function readToken(
  { secrets, clock }: Pick<PreviewDependencies, "secrets" | "clock">,
  token: string,
): AccountId | undefined {
  if (!/^[\w-]{40,120}$/.test(token)) return undefined;
  const text = openOrNothing(secrets, token);
  const [, id, until] = /^(\d+) (\d+)$/.exec(text ?? "") ?? [];
  return id !== undefined && Number(until) > clock.now() ? (Number(id) as AccountId) : undefined;
}

/** What was sealed by nobody here is no token. */
function openOrNothing(secrets: SecretBox, token: string): string | undefined {
  try {
    return secrets.open(Buffer.from(token, "base64url"), CONTEXT).toString("utf8");
  } catch {
    return undefined;
  }
}
