// Parts of a message that not every message has, in chunks of their own.

import { lazy } from "../../ui/lazy.tsx";

export const Attachments = lazy(async () => (await import("./attachments.tsx")).Attachments);
export const Invitation = lazy(async () => (await import("./invitation/invitation.tsx")).Invitation);

// At hand before the first message with files is opened; asked for again then if it does not arrive now.
void Attachments.preload().catch(() => undefined);
