// Hints for who is new here. They come after the first screen, and only to who has not put them away.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const hintWords = partOf(languages, "hints");
