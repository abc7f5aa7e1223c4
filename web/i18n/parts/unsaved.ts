// What the offer of drafts from an earlier visit says. It comes when there are any.
import { languages, type Language } from "../languages.ts";
import { partOf } from "../part-of.ts";

export type UnsavedWords = Language["unsaved"];
export const unsavedWords = partOf(languages, "unsaved");
