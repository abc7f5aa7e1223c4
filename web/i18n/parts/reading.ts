// What only previews, invitations and printing say. They come with the parts that say it, not with the first screen.
import { languages, type Language } from "../languages.ts";
import { partOf } from "../part-of.ts";

export type ReadingWords = Language["reading"];
export const readingWords = partOf(languages, "reading");
