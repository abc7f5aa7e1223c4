// Quota/get, RFC 9425 §4.2.
import { quotaProperties } from "../../../../standards/jmap/quota.ts";
import { defineMethod } from "../../method.ts";
import { getResponse, getShape, requestedIds, requestedProperties, type GetCall } from "../../standard/get.ts";
import { quotaCapability, readQuota } from "./quota.ts";

export const quotaGet = defineMethod<GetCall>({
  capability: quotaCapability,
  right: "read",
  effect: "read",
  arguments: getShape,
  async run(call, args) {
    const properties = requestedProperties(quotaProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const { state, quota } = await readQuota(call);
    const objects = ids === null || ids.includes(quota.id) ? [quota] : [];
    return getResponse({ accountId: args.accountId, state, ids, properties, objects });
  },
});
