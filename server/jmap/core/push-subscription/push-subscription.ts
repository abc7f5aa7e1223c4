// A push subscription as its owner sees it: RFC 8620 §7.2. The URL and the keys are never given back.
import { formatUtcDate } from "../../../../standards/jmap/types.ts";
import type { PushSubscription } from "../../../../standards/jmap/push.ts";
import type { PushSubscriptionRow } from "../../../store/push-subscriptions.ts";
import { formatPushSubscriptionId } from "../../ids.ts";

export type VisiblePushSubscription = Omit<PushSubscription, "url" | "keys">;

export function toPushSubscription(row: PushSubscriptionRow): VisiblePushSubscription {
  return {
    id: formatPushSubscriptionId(row.id),
    deviceClientId: row.deviceClientId,
    verificationCode: row.verified ? row.verificationCode : null,
    expires: formatUtcDate(row.expiresAt),
    types: row.types,
    notifies: row.notifies,
  };
}
