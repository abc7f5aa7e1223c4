// Turns a filter as clients give it (RFC 8621 §4.4.1) into one of columns and ids: conditions on text are looked up here.
import type { AccountId } from "../base/ids.ts";
import type { ReadTx } from "../store/database.ts";
import type { FilterNode } from "../store/email-filter.ts";
import type { EmailCondition, EmailFilter } from "../store/mail-types.ts";
import { findText } from "./find-text.ts";
import type { Mail } from "./mail.ts";
import { matchHeader } from "./match-header.ts";
import type { TextField } from "./terms.ts";
import { UnsupportedFilter } from "./unsupported-filter.ts";

const maxDepth = 20;
const maxConditions = 250;

const textFields = {
  text: ["from", "to", "cc", "bcc", "subject", "body"],
  from: ["from"],
  to: ["to"],
  cc: ["cc"],
  bcc: ["bcc"],
  subject: ["subject"],
  body: ["body"],
} as const satisfies Record<string, readonly TextField[]>;

type TextCondition = keyof typeof textFields;

/** Throws UnsupportedFilter. No filter matches everything. */
export async function resolveFilter(
  mail: Pick<Mail, "blobs">,
  tx: ReadTx,
  accountId: AccountId,
  filter: EmailFilter | null | undefined,
): Promise<FilterNode> {
  let conditions = 0;

  async function resolve(node: EmailFilter, depth: number): Promise<FilterNode> {
    if (depth > maxDepth) throw new UnsupportedFilter("the filter is nested too deeply");
    if ("operator" in node) {
      const nodes: FilterNode[] = [];
      for (const each of node.conditions) nodes.push(await resolve(each, depth + 1));
      if (node.operator === "NOT") return { kind: "not", node: { kind: "or", nodes } };
      return node.operator === "AND" ? flatten(nodes) : { kind: "or", nodes };
    }
    return flatten(await resolveCondition(node));
  }

  async function resolveCondition(condition: EmailCondition): Promise<FilterNode[]> {
    const nodes: FilterNode[] = [];
    for (const [name, value] of Object.entries(condition)) {
      if (value === undefined) continue;
      if (++conditions > maxConditions) throw new UnsupportedFilter("the filter has too many conditions");
      if (name in textFields) nodes.push(await resolveText(name as TextCondition, value as string));
      else if (name !== "header") nodes.push({ kind: "column", condition: { [name]: value } });
    }
    // Last, so that as few messages as possible are opened.
    if (condition.header) {
      nodes.push(await matchHeader(mail, tx, accountId, { header: condition.header, among: flatten(nodes) }));
    }
    return nodes;
  }

  async function resolveText(name: TextCondition, text: string): Promise<FilterNode> {
    if (text.trim() === "") return { kind: "and", nodes: [] };
    const ids = await findText({ mail, tx, accountId }, text, textFields[name]);
    return ids ? { kind: "ids", ids } : onlyPunctuation;
  }

  return filter ? resolve(filter, 0) : { kind: "and", nodes: [] };
}

/** There is nothing to be found by; beside words it says nothing. */
const onlyPunctuation: FilterNode = { kind: "or", nodes: [] };

/** Conjunctions within a conjunction are one: the source of the rows is chosen among all conditions. */
function flatten(nodes: readonly FilterNode[]): FilterNode {
  const all = nodes.flatMap((node) => (node.kind === "and" ? node.nodes : [node]));
  const flat = all.some(hasWords) ? all.filter((node) => node !== onlyPunctuation) : all;
  return flat.length === 1 ? flat[0]! : { kind: "and", nodes: flat };
}

function hasWords(node: FilterNode): boolean {
  if (node.kind === "ids") return true;
  return (node.kind === "and" || node.kind === "or") && node.nodes.some(hasWords);
}
