// Arguments and responses of the standard methods, RFC 8620 §5.
import type { SetError } from "./errors.ts";
import type { Comparator, Filter } from "./query.ts";
import type { ResultReference } from "./request.ts";
import type { Id, PatchObject, State, UnsignedInt } from "./types.ts";

/** What a caller may send: each argument plainly, or as `#name` with a reference to an earlier response. */
export type OrReference<Arguments> = Arguments & { [Name in keyof Arguments & string as `#${Name}`]?: ResultReference };

export type GetArguments<T> = {
  accountId: Id;
  ids?: Id[] | null;
  properties?: (keyof T | `header:${string}`)[] | null;
};
export type GetResponse<T> = { accountId: Id; state: State; list: T[]; notFound: Id[] };

export type ChangesArguments = { accountId: Id; sinceState: State; maxChanges?: UnsignedInt | null };
export type ChangesResponse = {
  accountId: Id;
  oldState: State;
  newState: State;
  hasMoreChanges: boolean;
  created: Id[];
  updated: Id[];
  destroyed: Id[];
};

export type SetArguments<Create> = {
  accountId: Id;
  ifInState?: State | null;
  create?: Record<Id, Create> | null;
  update?: Record<Id, PatchObject> | null;
  destroy?: Id[] | null;
};
export type SetResponse<T> = {
  accountId: Id;
  oldState: State | null;
  newState: State;
  created: Record<Id, Partial<T>> | null;
  updated: Record<Id, Partial<T> | null> | null;
  destroyed: Id[] | null;
  notCreated: Record<Id, SetError> | null;
  notUpdated: Record<Id, SetError> | null;
  notDestroyed: Record<Id, SetError> | null;
};

export type CopyArguments<Create> = {
  fromAccountId: Id;
  ifFromInState?: State | null;
  accountId: Id;
  ifInState?: State | null;
  create: Record<Id, Create & { id: Id }>;
  onSuccessDestroyOriginal?: boolean;
  destroyFromIfInState?: State | null;
};
export type CopyResponse<T> = {
  fromAccountId: Id;
  accountId: Id;
  oldState: State | null;
  newState: State;
  created: Record<Id, Partial<T>> | null;
  notCreated: Record<Id, SetError> | null;
};

export type QueryArguments<Condition, Sort extends Comparator = Comparator> = {
  accountId: Id;
  filter?: Filter<Condition> | null;
  sort?: Sort[] | null;
  position?: number;
  anchor?: Id | null;
  anchorOffset?: number;
  limit?: UnsignedInt | null;
  calculateTotal?: boolean;
};
export type QueryResponse = {
  accountId: Id;
  queryState: State;
  canCalculateChanges: boolean;
  position: UnsignedInt;
  ids: Id[];
  total?: UnsignedInt;
  limit?: UnsignedInt;
};

export type QueryChangesArguments<Condition, Sort extends Comparator = Comparator> = {
  accountId: Id;
  filter?: Filter<Condition> | null;
  sort?: Sort[] | null;
  sinceQueryState: State;
  maxChanges?: UnsignedInt | null;
  upToId?: Id | null;
  calculateTotal?: boolean;
};
export type QueryChangesResponse = {
  accountId: Id;
  oldQueryState: State;
  newQueryState: State;
  total?: UnsignedInt;
  removed: Id[];
  added: { id: Id; index: UnsignedInt }[];
};
