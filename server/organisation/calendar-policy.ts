// What an organisation may set about its working week, with the documented default.

import * as z from "zod";

export const calendarPolicySchema = z.object({
  /** Monday to Friday or to Saturday; a unit may differ. */
  workingDaysPerWeek: z.union([z.literal(5), z.literal(6)]).default(5),
});

export type CalendarPolicy = z.output<typeof calendarPolicySchema>;

/** `settings` is the jsonb of the organisation's row. Throws when what is stored is not valid. */
export function readCalendarPolicy(settings: Record<string, unknown>): CalendarPolicy {
  return calendarPolicySchema.parse(settings.calendar ?? {});
}
