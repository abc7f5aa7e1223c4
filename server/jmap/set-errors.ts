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

/** Names all that is wrong with an object at once (RFC 8620 §5.3): whatever else refuses it does so at once. */
export interface Reading {
  /** What `work` gives, or undefined when it refuses by invalidProperties. */
  read<T>(work: () => T | Promise<T>): Promise<T | undefined>;
  /** Refuses what has been found wrong; after it everything was read. */
  finish(): void;
}

export function createReading(): Reading {
  const wrong: SetError[] = [];
  return {
    async read(work) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof SetFailure) || error.error.type !== "invalidProperties") throw error;
        wrong.push(error.error);
        return undefined;
      }
    },
    finish() {
      if (wrong.length === 0) return;
      const descriptions = new Set(wrong.flatMap(({ description = [] }) => description));
      throw invalidProperties(
        wrong.flatMap(({ properties = [] }) => properties),
        descriptions.size > 0 ? [...descriptions].join("; ") : undefined,
      );
    },
  };
}

/** `properties` are the names of those that are wrong, each once. */
export const invalidProperties = (properties: Iterable<string>, description?: string) =>
  new SetFailure({
    type: "invalidProperties",
    properties: [...new Set(properties)],
    ...(description === undefined ? {} : { description }),
  });
