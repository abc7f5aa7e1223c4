// Email/get, RFC 8621 §4.2.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { emailDefaultProperties, type EmailGetOptions } from "../../../../standards/jmap/email.ts";
import { listEmailIds, listEmails } from "../../../store/emails.ts";
import type { EmailId } from "../../../base/ids.ts";
import { formatEmailId, formatThreadId, parseEmailId } from "../../ids.ts";
import { JsonList } from "../../json-list.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { getShape, listAll, parseIds, requestedIds, type GetCall } from "../../standard/get.ts";
import { planEmail, toEmail, viewGuards } from "./email-view.ts";
import { listedEmails } from "./listed-emails.ts";
import { areListed } from "./listed-properties.ts";
import { openAmongOthers } from "./open-email.ts";

export const emailGet = defineMethod<GetCall & EmailGetOptions>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: { ...getShape, guards: { ...getShape.guards, ...viewGuards } },
  async run(call, args) {
    const plan = planEmail(args.properties ? ["id", ...args.properties] : emailDefaultProperties, args);
    const asked = requestedIds(call, args.ids);
    const { accountId } = call.account;
    const state = String((await call.states(accountId)).email);
    const ids = asked ?? (await listAll(call, listEmailIds)).map(formatEmailId);
    const threads = onlyThreads(call, args.properties, ids);
    if (threads) return { accountId: args.accountId, state, list: threads, notFound: [] };
    const known = parseIds(ids, parseEmailId);
    return call.read(async (tx) => {
      if (areListed(args.properties)) {
        const emails = await listedEmails(call, tx, { ids: known, properties: args.properties });
        const list = new JsonList(emails.map(({ text }) => text));
        return { accountId: args.accountId, state, list, notFound: missing(ids, emails) };
      }
      const rows = await listEmails(tx, accountId, known);
      const list = plan.fromMessage.length === 0 ? rows.map((row) => toEmail(plan, row, undefined)) : [];
      // One message in memory at a time.
      if (plan.fromMessage.length > 0) for (const row of rows) list.push(await openAmongOthers(call, tx, plan, row));
      return { accountId: args.accountId, state, list, notFound: missing(ids, rows) };
    });
  },
});

/** The thread ids of what a query of this request has just found; undefined when more is asked for than they tell. */
function onlyThreads(
  { notes: { threadIds } }: MethodCall,
  properties: readonly string[] | null | undefined,
  ids: readonly string[],
): { id: string; threadId: string }[] | undefined {
  if (threadIds.size === 0 || !properties?.every((name) => name === "threadId" || name === "id")) return undefined;
  if (!properties.includes("threadId")) return undefined;
  const list: { id: string; threadId: string }[] = [];
  for (const id of ids) {
    const threadId = threadIds.get(parseEmailId(id) as EmailId);
    if (threadId === undefined) return undefined;
    list.push({ id, threadId: formatThreadId(threadId) });
  }
  return list;
}

function missing(ids: readonly string[], rows: readonly { id: EmailId }[]): string[] {
  if (rows.length === ids.length) return [];
  const found = new Set(rows.map((row) => formatEmailId(row.id)));
  return ids.filter((id) => !found.has(id));
}
