// What composers ask. It comes when it is asked.
import { languages } from "../languages.ts";
import { partOf } from "../part-of.ts";

export const composeQuestionWords = partOf(languages, "composeQuestions");
