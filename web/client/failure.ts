// Why a request or a method did not succeed, as a value for the interface and as an error on its way there.
import type { SetError } from "../../standards/jmap/errors.ts";
import type { Failure, Outcome } from "./types.ts";

/** Carries a Failure through promises; everything else that is thrown is a defect. */
export class RequestFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind === "method" || failure.kind === "refused" ? failure.type : failure.kind, options);
    this.failure = failure;
  }
}

/** The Failure that an error carries; a defect is thrown on, so that it is seen. */
export function failureOf(error: unknown): Failure {
  if (error instanceof RequestFailure) return error.failure;
  throw error;
}

/** Runs it and gives its value or the Failure that it threw. */
export async function outcomeOf<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

export function refused(error: SetError): Failure {
  return {
    kind: "refused",
    type: error.type,
    description: error.description ?? null,
    properties: error.properties ?? [],
  };
}
