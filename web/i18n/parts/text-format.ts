// What only the formats of a text say. It comes with the editor.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const formatWords = partOf(languages, "textFormat");
