// What a list without rows says. It comes with what shows it, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const emptyListWords = partOf(languages, "emptyList");
