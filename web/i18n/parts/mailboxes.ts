// What changing folders and labels says. It comes with them, not with the first screen.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const mailboxWords = partOf(languages, "mailboxes");
