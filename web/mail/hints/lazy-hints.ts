// Hints are fetched by who still sees them.

import { lazy } from "../../ui/lazy.tsx";

export const KeysHint = lazy(async () => (await import("./keys-hint.tsx")).KeysHint);
