// Identity/get, RFC 8621 §6.1.
import { SUBMISSION } from "../../../../standards/jmap/capabilities.ts";
import { identityProperties } from "../../../../standards/jmap/identity.ts";
import { listIdentities } from "../../../store/identities.ts";
import { formatIdentityId, parseIdentityId } from "../../ids.ts";
import { defineMethod } from "../../method.ts";
import {
  getResponse,
  getShape,
  parseIds,
  requestedIds,
  requestedProperties,
  type GetCall,
} from "../../standard/get.ts";

export const identityGet = defineMethod<GetCall>({
  capability: SUBMISSION,
  right: "read",
  effect: "read",
  isLight: true,
  arguments: getShape,
  async run(call, args) {
    const properties = requestedProperties(identityProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const { accountId } = call.account;
    const state = String((await call.states(accountId)).identity);
    const rows = await call.read((tx) => listIdentities(tx, accountId, ids && parseIds(ids, parseIdentityId)));
    const objects = rows.map((row) => ({ ...row, id: formatIdentityId(row.id) }));
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});
