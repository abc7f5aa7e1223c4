// The composer is a chunk of its own, fetched before it is needed.

import { lazy } from "../../ui/lazy.tsx";

export const ComposeDock = lazy(async () => (await import("./compose-dock.tsx")).ComposeDock);
