// Searches that are offered. They come with what offers them, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const searchWords = partOf(languages, "searches");
