// SearchSnippet/get, RFC 8621 §5.1.
import { MAIL } from "../../../../standards/jmap/capabilities.ts";
import { searchSnippets } from "../../../mail/search-snippets.ts";
import { arrayOf, isId, isIdOrCreationId, isObject, nullable } from "../../guards.ts";
import { formatEmailId, parseEmailId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { parseIds, requestedIds } from "../../standard/get.ts";
import { readEmailFilter } from "../email/filter.ts";

type SnippetCall = { accountId: string; filter?: Record<string, unknown> | null; emailIds: string[] };

export const searchSnippetGet = defineMethod<SnippetCall>({
  capability: MAIL,
  right: "read",
  effect: "read",
  arguments: {
    required: ["accountId", "emailIds"],
    guards: { accountId: isId, filter: nullable(isObject), emailIds: arrayOf(isIdOrCreationId) },
  },
  async run(call, args) {
    const filter = readEmailFilter(call, args.filter);
    const ids = requestedIds(call, args.emailIds) ?? [];
    const emailIds = parseIds(ids, parseEmailId);
    const { accountId } = call.account;
    const { list } = await call.read((tx) => searchSnippets(call.deps.mail, tx, accountId, { filter, emailIds }));
    const found = list.map((snippet) => ({ ...snippet, emailId: formatEmailId(snippet.emailId) }));
    const known = new Set(found.map(({ emailId }) => emailId));
    const notFound = ids.filter((id) => !known.has(id));
    return { accountId: args.accountId, list: found, notFound: notFound.length > 0 ? notFound : null };
  },
});
