// All letters of the organisation to try, by what they show.

import type { Letter } from "../letter.ts";
import { budgetLetters } from "./budget.ts";
import { dailyLetters } from "./daily.ts";
import { draftLetters } from "./drafts.ts";
import { meetingLetters } from "./meeting.ts";
import { newsLetters } from "./news.ts";
import { oddLetters } from "./odd.ts";
import { outsideLetters } from "./outside.ts";
import { reportLetters } from "./reports.ts";
import { spamLetters } from "./spam.ts";
import { unitLetters } from "./unit.ts";
import { vaccinationLetters } from "./vaccination.ts";

export const letters: readonly Letter[] = [
  ...meetingLetters,
  ...vaccinationLetters,
  ...budgetLetters,
  ...unitLetters,
  ...dailyLetters,
  ...outsideLetters,
  ...reportLetters,
  ...newsLetters,
  ...oddLetters,
  ...spamLetters,
  ...draftLetters,
];
