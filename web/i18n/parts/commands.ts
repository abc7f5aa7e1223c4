// What only commands say. It comes with the table of commands, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const commandWords = partOf(languages, "commands");
