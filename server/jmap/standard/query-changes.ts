// The /queryChanges (RFC 8620 §5.6) of a type whose objects are few: all are looked through again, and what has changed since moves.
import { changesOf, type ChangesType } from "../../store/changes.ts";
import type { ReadTx } from "../../store/database.ts";
import { parseState } from "../ids.ts";
import { limits } from "../limits.ts";
import { cannotCalculateChanges } from "../method-errors.ts";
import type { MethodCall } from "../method.ts";
import { queryChangesOf, type QueryChangesCall } from "./query.ts";

export type Searched = {
  state: ChangesType;
  format: (id: never) => string;
  /** The ids of what the query finds now, in its order. */
  find: (tx: ReadTx) => Promise<readonly string[]>;
};

export async function queryChangesResponse(
  call: MethodCall,
  args: QueryChangesCall,
  { state, format, find }: Searched,
): Promise<object> {
  const since = parseState(args.sinceQueryState);
  if (since === undefined) throw cannotCalculateChanges();
  const { accountId } = call.account;
  const { maxChanges } = limits;
  const changes = await call.read((tx) => changesOf(tx, accountId, state, { since, maxChanges }));
  if (!changes || changes.hasMoreChanges) throw cannotCalculateChanges();
  const found = await call.read(find);
  const { created, updated, destroyed } = changes;
  const changed = new Set([...created, ...updated, ...destroyed].map(format as (id: number) => string));
  return {
    accountId: args.accountId,
    oldQueryState: args.sinceQueryState,
    newQueryState: String(changes.newState),
    ...queryChangesOf(changed, found, args.maxChanges),
    ...(args.calculateTotal && { total: found.length }),
  };
}
