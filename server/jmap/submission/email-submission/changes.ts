// EmailSubmission/changes, RFC 8621 §7.2.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { formatSubmissionId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import { changesResponse, changesShape, type ChangesCall } from "../../standard/changes.ts";

export const emailSubmissionChanges = defineMethod<ChangesCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: changesShape,
  run: async (call, args) =>
    (await changesResponse(call, args, { state: "submission", format: formatSubmissionId })).response,
});
