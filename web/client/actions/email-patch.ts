// Changes of an email as JMAP patches (RFC 8620 §5.3): shown on the record, turned round for undo, and laid over each other.
import { applyPatch } from "../../../standards/jmap/patch.ts";
import type { PatchObject } from "../../../standards/jmap/types.ts";
import type { EmailSummary } from "../types.ts";

/** What actions change and need to know; less than a row shows. */
export type EmailState = Pick<EmailSummary, "id" | "threadId" | "mailboxIds" | "keywords">;

export type EmailChange = { readonly id: string; readonly patch: PatchObject | "destroy" };

/** The email with the patch applied. Paths are `mailboxIds`, `mailboxIds/…` and `keywords/…` only. */
export function patchEmail<T extends EmailState>(email: T, patch: PatchObject): T {
  const result = applyPatch(email, patch);
  if ("invalidPath" in result) throw new Error(`Not a path of an email: ${result.invalidPath}`);
  return result.patched as T;
}

/** The patch that brings back what the email has now. */
export function invertPatch(email: EmailState, patch: PatchObject): PatchObject {
  const inverse: PatchObject = {};
  for (const path of Object.keys(patch)) {
    const [property, key] = path.split("/") as ["mailboxIds" | "keywords", string?];
    inverse[path] = key === undefined ? email[property] : email[property][key] ? true : null;
  }
  return inverse;
}

/** One patch for a sequence of them; a later whole property hides earlier paths into it, a later path changes it. */
export function mergePatches(first: PatchObject, second: PatchObject): PatchObject {
  const merged = { ...first };
  for (const [path, value] of Object.entries(second)) {
    const [property, key] = path.split("/") as [string, string?];
    if (key === undefined) {
      for (const known of Object.keys(merged)) if (known.startsWith(`${property}/`)) delete merged[known];
      merged[path] = value;
    } else if (merged[property] === undefined) merged[path] = value;
    else {
      const whole = { ...(merged[property] as Record<string, unknown>) };
      if (value === null) delete whole[key];
      else whole[key] = value;
      merged[property] = whole;
    }
  }
  return merged;
}

/** Whether the patch would change anything. */
export function changesEmail(email: EmailState, patch: PatchObject): boolean {
  const after = patchEmail(email, patch);
  return !hasSameKeys(email.mailboxIds, after.mailboxIds) || !hasSameKeys(email.keywords, after.keywords);
}

function hasSameKeys(one: object, other: object): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key));
}
