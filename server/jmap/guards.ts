// Checks of arguments: small predicates and the ways to combine them. A method states its arguments as a map from name to
// predicate; an argument without one is refused.
import { isId, isObject, isUnsignedInt } from "../../standards/jmap/types.ts";
import { invalidArguments } from "./method-errors.ts";

export type Guard<T> = (value: unknown) => value is T;
export type Guarded<G> = G extends Guard<infer T> ? T : never;

export const isString = (value: unknown): value is string => typeof value === "string";
export const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
/** RFC 8620 §1.3: an Int. */
export const isInt = (value: unknown): value is number => Number.isSafeInteger(value);
export const isAnything = (value: unknown): value is unknown => value !== undefined;
export { isId, isObject, isUnsignedInt };

/** RFC 8620 §5.3: an id, or `#` and the creation id of an object of this request. */
export const isIdOrCreationId = (value: unknown): value is string =>
  isString(value) && isId(value.startsWith("#") ? value.slice(1) : value);

export const arrayOf =
  <T>(guard: Guard<T>): Guard<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(guard);

/** An object whose names are ids (or creation ids, with `key`). */
export const mapOf =
  <T>(guard: Guard<T>, key: Guard<string> = isString): Guard<Record<string, T>> =>
  (value): value is Record<string, T> =>
    isObject(value) && Object.keys(value).every(key) && Object.values(value).every(guard);

export const nullable =
  <T>(guard: Guard<T>): Guard<T | null> =>
  (value): value is T | null =>
    value === null || guard(value);

/** Predicates by name. Each argument may be absent but those in `required`. */
export type ArgumentShape = {
  readonly required: readonly string[];
  readonly guards: { readonly [name: string]: Guard<unknown> } | "any";
};

/** Refuses by invalidArguments what is missing, unknown or of another type. */
export function checkArguments(shape: ArgumentShape, args: Record<string, unknown>): void {
  const { guards, required } = shape;
  if (guards === "any") return;
  for (const name in args) {
    const guard = Object.hasOwn(guards, name) ? guards[name] : undefined;
    if (guard === undefined) throw invalidArguments(`there is no argument ${JSON.stringify(name.slice(0, 100))}`);
    if (!guard(args[name])) throw invalidArguments(`the argument ${name} is not of its type`);
  }
  for (const name of required) if (!Object.hasOwn(args, name)) throw invalidArguments(`${name} is missing`);
}
