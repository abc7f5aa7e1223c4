// Parts of the list that are fetched when they are first needed, or a moment before.

import { lazy } from "../../ui/lazy.tsx";

export const EmptyList = lazy(async () => (await import("./empty-list.tsx")).EmptyList);
export const RowMenu = lazy(async () => (await import("./row-menu.tsx")).RowMenu);
export const SearchChips = lazy(async () => (await import("./search-chips.tsx")).SearchChips);
export const SelectionBar = lazy(async () => (await import("./selection-bar.tsx")).SelectionBar);
