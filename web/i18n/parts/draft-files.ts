// What the files of a draft say. It comes with them, not with the composer.

import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const draftFileWords = partOf(languages, "draftFiles");
