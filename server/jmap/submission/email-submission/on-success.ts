// What EmailSubmission/set does to the emails that were sent: an Email/set of its own, answered right after it (RFC 8621 §7.5).
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import type { MethodCall } from "../../method.ts";

export type AfterSuccess = {
  accountId: string;
  onSuccessUpdateEmail?: Record<string, PatchObject> | null;
  onSuccessDestroyEmail?: string[] | null;
};

/** `emails` are those of the submissions that were created, updated or destroyed, by submission id. */
export function runAfterSuccess(call: MethodCall, args: AfterSuccess, emails: ReadonlyMap<string, string>): void {
  const emailOf = (key: string): string | undefined =>
    emails.get(key.startsWith("#") ? (call.created.get(key.slice(1)) ?? key) : key);
  const update: [string, PatchObject][] = [];
  for (const [key, patch] of Object.entries(args.onSuccessUpdateEmail ?? {})) {
    const id = emailOf(key);
    if (id !== undefined) update.push([id, patch]);
  }
  const destroy = (args.onSuccessDestroyEmail ?? []).map(emailOf).filter((id) => id !== undefined);
  if ((update.length === 0 && destroy.length === 0) || !call.using.has(MAIL)) return;
  call.runNext("Email/set", {
    accountId: args.accountId,
    ...(update.length > 0 && { update: Object.fromEntries(update) }),
    ...(destroy.length > 0 && { destroy }),
  });
}
