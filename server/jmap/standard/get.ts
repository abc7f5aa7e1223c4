// What every /get has in common: RFC 8620 §5.1.
import type { GetResponse } from "../../../standards/jmap/methods.ts";
import type { AccountId } from "../../base/ids.ts";
import type { ReadTx } from "../../store/database.ts";
import { arrayOf, isIdOrCreationId, isId, isString, nullable, type ArgumentShape } from "../guards.ts";
import { limits } from "../limits.ts";
import { invalidArguments, requestTooLarge } from "../method-errors.ts";
import type { MethodCall } from "../method.ts";

export type GetCall = { accountId: string; ids?: string[] | null; properties?: string[] | null };

export const getShape = {
  required: ["accountId"],
  guards: { accountId: isId, ids: nullable(arrayOf(isIdOrCreationId)), properties: nullable(arrayOf(isString)) },
} satisfies ArgumentShape;

export const getSelfShape = {
  required: [],
  guards: { ids: getShape.guards.ids, properties: getShape.guards.properties },
} satisfies ArgumentShape;

/** The ids asked for, each once, creation ids replaced; null: all. An unknown creation id stays as it is and is not found. */
export function requestedIds(call: MethodCall, ids: string[] | null | undefined): string[] | null {
  if (ids == null) return null;
  const named = ids.some((id) => id.startsWith("#"))
    ? ids.map((id) => (id.startsWith("#") ? (call.created.get(id.slice(1)) ?? id) : id))
    : ids;
  const each = new Set(named);
  const unique = each.size === named.length ? named : [...each];
  if (unique.length > limits.maxObjectsInGet) throw requestTooLarge("more ids than maxObjectsInGet");
  return unique;
}

/** The ids of all objects of the account: RFC 8620 §5.1 allows to ask for them where they are few. */
export async function listAll<Id>(
  call: MethodCall,
  list: (tx: ReadTx, accountId: AccountId, atMost: number) => Promise<Id[]>,
): Promise<Id[]> {
  const all = await call.read((tx) => list(tx, call.account.accountId, limits.maxObjectsInGet + 1));
  if (all.length > limits.maxObjectsInGet) throw requestTooLarge("more objects than maxObjectsInGet: name the ids");
  return all;
}

/** The properties to give, `id` always among them (RFC 8620 §5.1); one that the type does not have is refused. */
export function requestedProperties<Name extends string>(
  all: readonly Name[],
  asked: readonly string[] | null | undefined,
): readonly Name[] {
  if (asked == null) return all;
  const unknown = asked.find((name) => !(all as readonly string[]).includes(name));
  if (unknown !== undefined) throw invalidArguments(`there is no property ${JSON.stringify(unknown.slice(0, 100))}`);
  return all.filter((name) => name === "id" || asked.includes(name));
}

/** Ids of the store for those that look like ids of this type; the others are not found. */
export function parseIds<Id>(ids: readonly string[], parse: (id: string) => Id | undefined): Id[] {
  const parsed: Id[] = [];
  for (const id of ids) {
    const number = parse(id);
    if (number !== undefined) parsed.push(number);
  }
  return parsed;
}

/** `objects` in the order of the answer, with all properties. */
export function getResponse<T extends { id: string }>(answer: {
  accountId: string;
  state: string;
  ids: readonly string[] | null;
  properties: readonly (keyof T & string)[];
  objects: readonly T[];
}): GetResponse<Partial<T>> {
  const { accountId, state, ids, properties, objects } = answer;
  const found = new Set(objects.map(({ id }) => id));
  return {
    accountId,
    state,
    list: objects.map((object) => pick(object, properties)),
    notFound: ids ? ids.filter((id) => !found.has(id)) : [],
  };
}

function pick<T extends object>(object: T, properties: readonly (keyof T & string)[]): Partial<T> {
  const picked: Partial<T> = {};
  for (const name of properties) picked[name] = object[name];
  return picked;
}
