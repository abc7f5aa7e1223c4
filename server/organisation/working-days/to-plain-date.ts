// Instants as days: those of the organisation's zone.

/** `timeZone` is that of the organisation's policies. */
export function toPlainDate(instant: Date | number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Number(instant)).toZonedDateTimeISO(timeZone).toPlainDate();
}
