// Why something did not happen. It comes with what tells it, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const failureWords = partOf(languages, "failures");
