// PushSubscription/get, RFC 8620 §7.2.1. There is no state and no account: subscriptions are the caller's own.
import { CORE } from "../../../../standards/jmap/capabilities.ts";
import { pushSubscriptionProperties } from "../../../../standards/jmap/push.ts";
import { listPushSubscriptions } from "../../../store/push-subscriptions.ts";
import { forbidden } from "../../method-errors.ts";
import { defineMethod } from "../../method.ts";
import { getResponse, getSelfShape, requestedIds, requestedProperties, type GetCall } from "../../standard/get.ts";
import { toPushSubscription } from "./push-subscription.ts";

export const pushSubscriptionGet = defineMethod<Omit<GetCall, "accountId">>({
  capability: CORE,
  right: "self",
  effect: "read",
  arguments: getSelfShape,
  async run(call, args) {
    // RFC 8620 §7.2.1: asking for these is refused, not answered by null.
    if (args.properties?.some((name) => name === "url" || name === "keys")) throw forbidden("url and keys are secret");
    const properties = requestedProperties(pushSubscriptionProperties, args.properties);
    const ids = requestedIds(call, args.ids);
    const now = new Date(call.deps.clock.now());
    const rows = await call.read((tx) => listPushSubscriptions(tx, call.account.accountId, now));
    const objects = rows.map(toPushSubscription).filter(({ id }) => ids === null || ids.includes(id));
    const { list, notFound } = getResponse({ accountId: "", state: "", ids, properties, objects });
    return { list, notFound };
  },
});
