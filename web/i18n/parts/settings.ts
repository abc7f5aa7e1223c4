// What only the settings and the finding of them say. It comes with them, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const settingsWords = partOf(languages, "settings");
