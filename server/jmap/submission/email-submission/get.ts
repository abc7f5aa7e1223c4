// EmailSubmission/get, RFC 8621 §7.1.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { emailSubmissionProperties } from "../../../../standards/jmap/email-submission.ts";
import { listSubmissions, submissionStatus } from "../../../store/submissions.ts";
import { parseSubmissionId } from "../../ids.ts";
import { limits } from "../../limits.ts";
import { requestTooLarge } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import {
  getResponse,
  getShape,
  parseIds,
  requestedIds,
  requestedProperties,
  type GetCall,
} from "../../standard/get.ts";
import { toEmailSubmission } from "./email-submission.ts";

export const emailSubmissionGet = defineMethod<GetCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  arguments: getShape,
  async run(call, args) {
    const properties = requestedProperties(emailSubmissionProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const { accountId } = call.account;
    const state = String((await call.states(accountId)).submission);
    const objects = await call.read(async (tx) => {
      const rows = await listSubmissions(tx, accountId, ids ? parseIds(ids, parseSubmissionId) : undefined);
      // RFC 8620 §5.1: all ids only where they are few.
      if (rows.length > limits.maxObjectsInGet) throw requestTooLarge("name the ids");
      const found = rows.map(({ id }) => id);
      const status = properties.includes("deliveryStatus") ? await submissionStatus(tx, accountId, found) : new Map();
      return rows.map((row) => toEmailSubmission(row, status.get(row.id)));
    });
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});
