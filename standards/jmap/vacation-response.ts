// VacationResponse, RFC 8621 §8: the one object of an account that answers mail by itself.
import type { Id, UTCDate } from "./types.ts";

export const vacationResponseId = "singleton";

export type VacationResponse = {
  id: Id;
  isEnabled: boolean;
  /** Null: at once. */
  fromDate: UTCDate | null;
  /** Null: until it is switched off. */
  toDate: UTCDate | null;
  /** Null: one of the server's choosing. */
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
};

export const vacationResponseProperties = [
  "id",
  "isEnabled",
  "fromDate",
  "toDate",
  "subject",
  "textBody",
  "htmlBody",
] as const satisfies readonly (keyof VacationResponse)[];
