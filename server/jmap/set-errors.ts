// Errors of one object of a /set, /copy or /import: RFC 8620 §5.3 and RFC 8621. Thrown while that object is worked on.
import type { SetError, SetErrorType } from "../../standards/jmap/errors.ts";

export class SetFailure extends Error {
  override readonly name = "SetFailure";
  readonly error: SetError;
  constructor(error: SetError) {
    super(error.description ?? error.type);
    this.error = error;
  }
}

export const setError = (type: SetErrorType, description?: string) =>
  new SetFailure(description === undefined ? { type } : { type, description });

export const notFound = () => setError("notFound");
export const willDestroy = () => setError("willDestroy");
export const invalidPatch = (path: string) => setError("invalidPatch", `the path ${JSON.stringify(path)} is not valid`);

/** `properties` are the names of those that are wrong, each once. */
export const invalidProperties = (properties: Iterable<string>, description?: string) =>
  new SetFailure({
    type: "invalidProperties",
    properties: [...new Set(properties)],
    ...(description === undefined ? {} : { description }),
  });
