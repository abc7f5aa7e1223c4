// The menu of a row, fetched when it is first asked for.

import { lazy } from "../../ui/lazy.tsx";

export const RowMenu = lazy(async () => (await import("./row-menu.tsx")).RowMenu);
