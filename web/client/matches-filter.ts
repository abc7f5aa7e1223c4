// Whether an email of ours is still in a list after an action, as far as that can be known here: mailboxes are, the rest is the
// server's to say.
import { isFilterOperator } from "../../standards/jmap/query.ts";
import type { EmailFilter, EmailSummary } from "./types.ts";

/** Undefined: only the server knows. RFC 8621 §4.4.1. */
export function matchesFilter(filter: EmailFilter | null, email: EmailSummary): boolean | undefined {
  if (filter === null) return true;
  if (isFilterOperator(filter)) {
    const results = filter.conditions.map((condition) => matchesFilter(condition, email));
    if (filter.operator === "AND") return every(results);
    const isAny = some(results);
    return filter.operator === "OR" ? isAny : isAny === undefined ? undefined : !isAny;
  }
  const results: (boolean | undefined)[] = Object.entries(filter).map(([name, value]) => {
    if (name === "inMailbox") return email.mailboxIds[value as string] === true;
    if (name === "inMailboxOtherThan") {
      return Object.keys(email.mailboxIds).some((id) => !(value as string[]).includes(id));
    }
    return undefined;
  });
  return every(results);
}

function every(results: (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

function some(results: (boolean | undefined)[]): boolean | undefined {
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}
