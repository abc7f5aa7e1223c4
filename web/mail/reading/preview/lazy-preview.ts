// The preview is fetched with the first attachment that is looked into, or when the pointer comes near one.

import { lazy } from "../../../ui/lazy.tsx";

export const AttachmentPreview = lazy(async () => (await import("./attachment-preview.tsx")).AttachmentPreview);
