// What each property of a VacationResponse may be: RFC 8621 §8.
import { formatUtcDate, isUtcDate } from "../../../../standards/jmap/types.ts";
import { vacationResponseId, type VacationResponse } from "../../../../standards/jmap/vacation-response.ts";
import type { VacationResponse as VacationResponseRow } from "../../../store/vacation-responses.ts";
import { isBoolean, isString } from "../../guards.ts";
import { invalidProperties } from "../../set-errors.ts";

export const settable = ["isEnabled", "fromDate", "toDate", "subject", "textBody", "htmlBody"];

const maxSubjectLength = 250;
const maxBodyLength = 100_000;

export function toVacationResponse({ fromDate, toDate, ...row }: VacationResponseRow): VacationResponse {
  return {
    id: vacationResponseId,
    ...row,
    fromDate: fromDate && formatUtcDate(fromDate),
    toDate: toDate && formatUtcDate(toDate),
  };
}

/** Refuses what is not of its kind. Null stands for the default (RFC 8620 §5.3). */
export function readVacationResponse(object: Record<string, unknown>): VacationResponseRow {
  const { isEnabled = null, fromDate = null, toDate = null, subject = null, textBody = null, htmlBody = null } = object;
  const wrong: string[] = [];
  if (isEnabled !== null && !isBoolean(isEnabled)) wrong.push("isEnabled");
  if (fromDate !== null && !isUtcDate(fromDate)) wrong.push("fromDate");
  if (toDate !== null && !isUtcDate(toDate)) wrong.push("toDate");
  if (!isText(subject, maxSubjectLength) || /[\r\n]/.test(subject ?? "")) wrong.push("subject");
  if (!isText(textBody, maxBodyLength)) wrong.push("textBody");
  if (!isText(htmlBody, maxBodyLength)) wrong.push("htmlBody");
  if (wrong.length > 0) throw invalidProperties(wrong);
  const [from, to] = [fromDate, toDate].map((date) => (date === null ? null : new Date(date as string)));
  if (from && to && to <= from) throw invalidProperties(["toDate"], "the end is not after the beginning");
  return {
    isEnabled: isEnabled === true,
    fromDate: from ?? null,
    toDate: to ?? null,
    subject: subject as string | null,
    textBody: textBody as string | null,
    htmlBody: htmlBody as string | null,
  };
}

/** PostgreSQL keeps no NUL, and a message has none. */
function isText(value: unknown, maxLength: number): value is string | null {
  return value === null || (isString(value) && value.length <= maxLength && !value.includes("\0"));
}
