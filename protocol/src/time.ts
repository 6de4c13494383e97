/** ISO 8601 in UTC: the whole seconds, and up to nine digits of the next. */
export const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** Returns whether a value is a time in ISO 8601 UTC that exists. */
export function isIsoTime(value: string): boolean {
  const match = isoTime.exec(value);
  // Date rolls 31 April over to 1 May; what does not come back the same does not exist.
  const date = match ? new Date(`${match[1]}Z`) : undefined;
  return (
    date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(match?.[1] ?? "-")
  );
}
