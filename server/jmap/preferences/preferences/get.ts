// Preferences/get: a /get (RFC 8620 §5.1) of the one object. Of one's own account only: units have nobody who looks.
import { PREFERENCES } from "../../../../standards/jmap/capabilities.ts";
import { findPreferences } from "../../../store/preferences.ts";
import { accountNotSupportedByMethod } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { getResponse, getShape, requestedIds, requestedProperties, type GetCall } from "../../standard/get.ts";
import { preferencesProperties, toPreferences } from "./properties.ts";

export const preferencesGet = defineMethod<GetCall>({
  capability: PREFERENCES,
  right: "read",
  effect: "read",
  arguments: getShape,
  async run(call, args) {
    const { accountId, isOwn } = call.account;
    if (!isOwn) throw accountNotSupportedByMethod();
    const properties = requestedProperties(preferencesProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const state = String((await call.states(accountId)).preferences);
    const preferences = toPreferences(await call.read((tx) => findPreferences(tx, accountId)));
    const objects = ids === null || ids.includes(preferences.id) ? [preferences] : [];
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});
