// Errors of one method call: RFC 8620 §3.6.2 and those of the standard methods (§5). Thrown anywhere within the call; the
// dispatcher makes the "error" response of it.
import type { MethodError, MethodErrorType } from "../../standards/jmap/errors.ts";

export class MethodFailure extends Error {
  override readonly name = "MethodFailure";
  readonly error: MethodError;
  constructor(type: MethodErrorType, description?: string) {
    super(description ?? type);
    this.error = description === undefined ? { type } : { type, description };
  }
}

export const unknownMethod = () => new MethodFailure("unknownMethod");
export const invalidArguments = (description: string) => new MethodFailure("invalidArguments", description);
export const invalidResultReference = (description: string) => new MethodFailure("invalidResultReference", description);
export const forbidden = (description?: string) => new MethodFailure("forbidden", description);
export const accountNotFound = () => new MethodFailure("accountNotFound");
export const accountReadOnly = () => new MethodFailure("accountReadOnly");
export const accountNotSupportedByMethod = () => new MethodFailure("accountNotSupportedByMethod");
export const fromAccountNotFound = () => new MethodFailure("fromAccountNotFound");
export const requestTooLarge = (description: string) => new MethodFailure("requestTooLarge", description);
export const stateMismatch = () => new MethodFailure("stateMismatch");
export const cannotCalculateChanges = () => new MethodFailure("cannotCalculateChanges");
export const tooManyChanges = () => new MethodFailure("tooManyChanges");
export const anchorNotFound = () => new MethodFailure("anchorNotFound");
export const unsupportedSort = (description: string) => new MethodFailure("unsupportedSort", description);
export const unsupportedFilter = (description: string) => new MethodFailure("unsupportedFilter", description);

/** A failure of ours, by the id under which the log has it. */
export const serverFail = (errorId: string) => new MethodFailure("serverFail", `Internal error ${errorId}`);
/** The same, where trying again later may succeed. */
export const serverUnavailable = (errorId: string) =>
  new MethodFailure("serverUnavailable", `Not available for now, try again later (${errorId})`);
