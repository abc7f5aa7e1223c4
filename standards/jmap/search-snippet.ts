// SearchSnippet, RFC 8621 §5.
import type { EmailFilterCondition } from "./email-query.ts";
import type { Filter } from "./query.ts";
import type { Id } from "./types.ts";

/** HTML-escaped text with `<mark>` around what was found; null where nothing was. */
export type SearchSnippet = { emailId: Id; subject: string | null; preview: string | null };

export type SearchSnippetGetArguments = { accountId: Id; filter?: Filter<EmailFilterCondition> | null; emailIds: Id[] };
export type SearchSnippetGetResponse = { accountId: Id; list: SearchSnippet[]; notFound: Id[] | null };
