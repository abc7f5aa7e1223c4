// Thread/get, RFC 8621 §3.1.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { threadProperties } from "../../../../standards/jmap/thread.ts";
import type { ThreadId } from "../../../base/ids.ts";
import { listMarksOfThreads } from "../../../store/email-marks.ts";
import { listThreadIds, listThreads, type Thread } from "../../../store/threads.ts";
import { formatEmailId, formatThreadId, parseThreadId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { defineMethod, type MethodCall } from "../../method.ts";
import { noteConversations, notedThreads } from "../../read-notes.ts";
import {
  getResponse,
  getShape,
  listAll,
  parseIds,
  requestedIds,
  requestedProperties,
  type GetCall,
} from "../../standard/get.ts";

export const threadGet = defineMethod<GetCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: getShape,
  async run(call, args) {
    const properties = requestedProperties(threadProperties, args.properties);
    const asked = requestedIds(call, args.ids);
    const { accountId } = call.account;
    const state = String((await call.states(accountId)).thread);
    const ids = asked ?? (await listAll(call, listThreadIds)).map(formatThreadId);
    const threads = await readThreads(call, parseIds(ids, parseThreadId));
    const objects = threads.map(({ id, emailIds }) => ({
      id: formatThreadId(id),
      emailIds: emailIds.map(formatEmailId),
    }));
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});

/** With the emails themselves where they are asked for next: the same rows, read once. */
async function readThreads(call: MethodCall, ids: readonly ThreadId[]): Promise<Thread[]> {
  const { accountId } = call.account;
  const known = notedThreads(call.notes, ids);
  if (known) return known;
  return call.read(async (tx) => {
    const range = { threadIds: ids, atMost: limits.maxObjectsInGet };
    const emails = call.asksNext === "emails" ? await listMarksOfThreads(tx, accountId, range) : undefined;
    if (!emails) return listThreads(tx, accountId, ids);
    noteConversations(call.notes, emails);
    return (
      notedThreads(
        call.notes,
        ids.filter((id) => call.notes.threads.has(id)),
      ) ?? []
    );
  });
}
