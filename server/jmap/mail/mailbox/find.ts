// Which mailboxes a query finds, in order: RFC 8621 §2.3. An account has at most some hundreds: sorted here.
import type { Mailbox } from "../../../store/mail-types.ts";
import type { Account } from "../../account-access.ts";
import { isBoolean, isString } from "../../guards.ts";
import { formatMailboxId, parseMailboxId } from "../../ids.ts";
import { unsupportedFilter, invalidArguments } from "../../method-errors.ts";
import { readPredicate, readSort, type Predicate, type SortBy } from "../../standard/query.ts";
import { compareByCasemap } from "./unicode-casemap.ts";

type SortProperty = "sortOrder" | "name" | "parentId";

export type MailboxSearch = {
  filter?: Record<string, unknown> | null;
  sort?: Record<string, unknown>[] | null;
  sortAsTree?: boolean;
  filterAsTree?: boolean;
};

/** Reads the search, refusing what is not valid, and gives the function that applies it. */
export function prepareSearch(
  search: MailboxSearch,
  account: Pick<Account, "personId">,
): (mailboxes: readonly Mailbox[]) => string[] {
  const isFound = readPredicate<Mailbox>(search.filter, (name, value) => readTest(name, value, account));
  const sort = readSort<SortProperty>(search.sort, ["sortOrder", "name", "parentId"]);
  return (mailboxes) => {
    const byId = new Map(mailboxes.map((mailbox) => [mailbox.id, mailbox]));
    const parentOf = (mailbox: Mailbox) => (mailbox.parentId === null ? undefined : byId.get(mailbox.parentId));
    let found = mailboxes.filter(isFound);
    if (search.filterAsTree) {
      const kept = new Set(found);
      found = found.filter((mailbox) => ancestors(mailbox, parentOf).every((ancestor) => kept.has(ancestor)));
    }
    const compare = comparing(sort);
    found = search.sortAsTree ? asTree(found, mailboxes, parentOf, compare) : found.toSorted(compare);
    return found.map(({ id }) => formatMailboxId(id));
  };
}

function readTest(name: string, value: unknown, { personId }: Pick<Account, "personId">): Predicate<Mailbox> {
  if (name === "parentId" && (value === null || isString(value))) {
    const id = value === null ? null : parseMailboxId(value);
    return (mailbox) => mailbox.parentId === id;
  }
  if (name === "name" && isString(value)) {
    const text = value.toLocaleLowerCase();
    return (mailbox) => mailbox.name.toLocaleLowerCase().includes(text);
  }
  if (name === "role" && (value === null || isString(value))) return (mailbox) => mailbox.role === value;
  if (name === "hasAnyRole" && isBoolean(value)) return (mailbox) => (mailbox.role !== null) === value;
  if (name === "isSubscribed" && isBoolean(value)) {
    return (mailbox) => mailbox.unsubscribed.includes(personId) !== value;
  }
  if (["parentId", "name", "role", "hasAnyRole", "isSubscribed"].includes(name)) {
    throw invalidArguments(`the filter's ${name} is not of its type`);
  }
  throw unsupportedFilter(`mailboxes cannot be filtered by ${JSON.stringify(name.slice(0, 100))}`);
}

/** Made when it is first used: its tables take a moment that a start need not wait for. */
let collator: Intl.Collator | undefined;

/** Where the client names no collation: "Rapat 2" is before "Rapat 10". */
function compareByName(one: string, other: string): number {
  collator ??= new Intl.Collator("id", { sensitivity: "base", numeric: true });
  return collator.compare(one, other);
}

/** The id breaks ties, so that pages of one list fit together. */
function comparing(sort: readonly SortBy<SortProperty>[]): (a: Mailbox, b: Mailbox) => number {
  return (a, b) => {
    for (const { property, isAscending, collation } of sort) {
      const order =
        property === "name"
          ? (collation ? compareByCasemap : compareByName)(a.name, b.name)
          : (a[property] ?? 0) - (b[property] ?? 0);
      if (order !== 0) return isAscending ? order : -order;
    }
    return a.id - b.id;
  };
}

function ancestors(mailbox: Mailbox, parentOf: (mailbox: Mailbox) => Mailbox | undefined): Mailbox[] {
  const found: Mailbox[] = [];
  for (let at = parentOf(mailbox); at && found.length < 1000; at = parentOf(at)) found.push(at);
  return found;
}

/** Each mailbox right after its parent, also where the parent itself is not among those found (RFC 8621 §2.3). */
function asTree(
  found: readonly Mailbox[],
  all: readonly Mailbox[],
  parentOf: (mailbox: Mailbox) => Mailbox | undefined,
  compare: (a: Mailbox, b: Mailbox) => number,
): Mailbox[] {
  const wanted = new Set(found);
  const children = Map.groupBy(all, parentOf);
  const ordered: Mailbox[] = [];
  function visit(parent: Mailbox | undefined, depth: number): void {
    if (depth > 1000) return;
    for (const child of (children.get(parent) ?? []).toSorted(compare)) {
      if (wanted.has(child)) ordered.push(child);
      visit(child, depth + 1);
    }
  }
  visit(undefined, 0);
  return ordered;
}
