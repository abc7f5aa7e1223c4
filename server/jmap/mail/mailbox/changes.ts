// Mailbox/changes, RFC 8621 §2.2.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { formatMailboxId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { changesResponse, changesShape, type ChangesCall } from "../../standard/changes.ts";

const countProperties = ["totalEmails", "unreadEmails", "totalThreads", "unreadThreads"];

export const mailboxChanges = defineMethod<ChangesCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: changesShape,
  async run(call, args) {
    const { response, changes } = await changesResponse(call, args, { state: "mailbox", format: formatMailboxId });
    return { ...response, updatedProperties: changes.onlyCounts ? countProperties : null };
  },
});
