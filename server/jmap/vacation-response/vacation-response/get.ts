// VacationResponse/get, RFC 8621 §8.1.
import { VACATION_RESPONSE } from "../../../../standards/jmap/capabilities.ts";
import { vacationResponseProperties } from "../../../../standards/jmap/vacation-response.ts";
import { findVacationResponse } from "../../../store/vacation-responses.ts";
import { accountNotFound } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { getResponse, getShape, requestedIds, requestedProperties, type GetCall } from "../../standard/get.ts";
import { toVacationResponse } from "./properties.ts";

export const vacationResponseGet = defineMethod<GetCall>({
  capability: VACATION_RESPONSE,
  right: "read",
  effect: "read",
  isLight: true,
  arguments: getShape,
  async run(call, args) {
    const { accountId } = call.account;
    const properties = requestedProperties(vacationResponseProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const state = String((await call.states(accountId)).vacation);
    const row = await call.read((tx) => findVacationResponse(tx, accountId));
    if (!row) throw accountNotFound();
    const response = toVacationResponse(row);
    const objects = ids === null || ids.includes(response.id) ? [response] : [];
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});
