// Email/query, RFC 8621 §4.4.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { queryEmails } from "../../../mail/query-emails.ts";
import { isBoolean, isId, nullable } from "../../guards.ts";
import { formatEmailId, parseEmailId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { anchorNotFound, unsupportedFilter } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { noteConversations } from "../../read-notes.ts";
import { effectiveLimit, queryShape, type QueryCall } from "../../standard/query.ts";
import { readEmailFilter } from "./filter.ts";
import { readEmailSort } from "./sort.ts";

export const emailQuery = defineMethod<QueryCall & { collapseThreads?: boolean }>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: {
    ...queryShape,
    guards: { ...queryShape.guards, anchor: nullable(isId), collapseThreads: isBoolean },
  },
  async run(call, args) {
    const filter = readEmailFilter(call, args.filter);
    const sort = readEmailSort(args.sort);
    const anchor = args.anchor == null ? null : parseEmailId(args.anchor);
    if (anchor === undefined) throw anchorNotFound();
    const { limit, isOurs } = effectiveLimit(args.limit);
    const { collapseThreads = false, position = 0, anchorOffset = 0, calculateTotal = false } = args;
    const query = {
      filter,
      sort,
      collapseThreads,
      position,
      anchor,
      anchorOffset,
      limit,
      calculateTotal,
      emailsAtMost: call.asksNext === "conversations" ? limits.maxObjectsInGet : 0,
    };
    // Sent first, not waited for: the emails that are brought along are none that came before their state.
    if (query.emailsAtMost > 0) call.states(call.account.accountId).catch(() => undefined);
    const result = await call.read((tx) => queryEmails(call.deps.mail, tx, call.account.accountId, query));
    if ("failure" in result)
      throw result.failure === "anchorNotFound" ? anchorNotFound() : unsupportedFilter("this filter cannot be used");
    result.threadIds?.forEach((threadId, index) => call.notes.threadIds.set(result.ids[index]!, threadId));
    if (result.emails) noteConversations(call.notes, result.emails);
    return {
      accountId: args.accountId,
      queryState: result.queryState,
      canCalculateChanges: result.canCalculateChanges,
      position: result.position,
      ids: result.ids.map(formatEmailId),
      ...(result.total !== undefined && { total: result.total }),
      // RFC 8620 §5.5: told where it is the server's and not the client's.
      ...(isOurs && result.ids.length === limit && { limit }),
    };
  },
});
