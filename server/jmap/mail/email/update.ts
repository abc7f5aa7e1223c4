// Email/set update, RFC 8621 §4.6: the mailboxes and the keywords of an email are all that can change.
import { applyPatch } from "../../../../standards/jmap/patch.ts";
import { unescapeToken } from "../../../../standards/jmap/json-pointer.ts";
import type { PatchObject } from "../../../../standards/jmap/types.ts";
import type { MailboxId } from "../../../base/ids.ts";
import { isKeyword } from "../../../mail/email-limits.ts";
import type { EmailUpdate, SetChange } from "../../../mail/update-emails.ts";
import type { MethodCall } from "../../method.ts";
import { invalidPatch, invalidProperties } from "../../set-errors.ts";
import { isEmailProperty } from "./email-view.ts";
import { readKeywords, readMailboxId, readMailboxIds } from "./placement.ts";

export type ReadUpdate = {
  update: EmailUpdate;
  /** Immutable properties that the patch names: allowed only with the value that they have. */
  immutable: Record<string, unknown>;
};

export function readUpdate(call: MethodCall, patch: PatchObject): ReadUpdate {
  // Only for what RFC 8620 §5.3 says of paths in general; every path of ours exists in this object.
  const checked = applyPatch({ mailboxIds: {}, keywords: {} }, patch);
  if ("invalidPath" in checked) throw invalidPatch(checked.invalidPath);
  const immutable: Record<string, unknown> = {};
  const mailboxes = new Map<MailboxId, boolean>();
  const keywords = new Map<string, boolean>();
  const update: EmailUpdate = {};
  for (const [path, value] of Object.entries(patch)) {
    const [property = "", member, ...deeper] = path.split("/").map(unescapeToken);
    if (property !== "mailboxIds" && property !== "keywords") {
      if (member !== undefined) throw invalidPatch(path);
      if (!isEmailProperty(property)) throw invalidProperties([property], "is no property of an email");
      immutable[property] = value;
    } else if (deeper.length > 0) throw invalidPatch(path);
    else if (member === undefined) {
      if (property === "mailboxIds") update.mailboxIds = { all: readMailboxIds(call, value) };
      else update.keywords = { all: readKeywords(value) };
    } else {
      if (value !== true && value !== null) throw invalidProperties([property]);
      if (property === "mailboxIds") mailboxes.set(readMailboxId(call, member), value === true);
      else if (isKeyword(member)) keywords.set(member.toLowerCase(), value === true);
      else throw invalidProperties([property]);
    }
  }
  if (mailboxes.size > 0) update.mailboxIds = toChange(mailboxes);
  if (keywords.size > 0) update.keywords = toChange(keywords);
  return { update, immutable };
}

function toChange<T>(members: ReadonlyMap<T, boolean>): SetChange<T> {
  const add: T[] = [];
  const remove: T[] = [];
  for (const [member, isIn] of members) (isIn ? add : remove).push(member);
  return { add, remove };
}
