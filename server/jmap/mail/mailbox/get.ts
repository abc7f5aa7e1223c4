// Mailbox/get, RFC 8621 §2.1. Counts are kept on the row by the transaction that changes them; nothing is counted here.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { mailboxProperties } from "../../../../standards/jmap/mailbox.ts";
import type { Mailbox } from "../../../store/mail-types.ts";
import { listMailboxes, listMailboxesAndStates } from "../../../store/mailboxes.ts";
import { parseMailboxId } from "../../ids.ts";
import { accountNotFound } from "../../method-errors.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import {
  getResponse,
  getShape,
  parseIds,
  requestedIds,
  requestedProperties,
  type GetCall,
} from "../../standard/get.ts";
import { toMailbox } from "./mailbox.ts";

export const mailboxGet = defineMethod<GetCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  isLight: true,
  arguments: getShape,
  async run(call, args) {
    const properties = requestedProperties(mailboxProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const { rows, state } = await readRows(call, ids);
    const objects = rows.map((row) => toMailbox(row, call.account));
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});

/** All of them bring the account's states along, which a request that begins so needs next. */
async function readRows(
  call: MethodCall,
  ids: readonly string[] | null,
): Promise<{ rows: readonly Mailbox[]; state: string }> {
  const { accountId } = call.account;
  if (ids === null && !call.hasStates(accountId)) {
    const found = call.read(async (tx) => {
      const both = await listMailboxesAndStates(tx, accountId);
      if (!both) throw accountNotFound();
      return both;
    });
    call.noteStates(
      accountId,
      found.then(({ states }) => states),
    );
    const { mailboxes, states } = await found;
    return { rows: mailboxes, state: String(states.mailbox) };
  }
  const { mailbox } = await call.states(accountId);
  const rows = await call.read((tx) => listMailboxes(tx, accountId, ids && parseIds(ids, parseMailboxId)));
  return { rows, state: String(mailbox) };
}
