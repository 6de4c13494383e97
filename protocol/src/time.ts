/** Matches ISO 8601 in UTC: the whole seconds, and up to nine digits of a fraction. */
export const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** Returns whether a value is an existing time in ISO 8601 UTC. */
export function isIsoTime(value: string): boolean {
  const match = isoTime.exec(value);
  // `Date` converts April 31 to May 1. A time that changes in this way does not exist.
  const date = match ? new Date(`${match[1]}Z`) : undefined;
  return (
    date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(match?.[1] ?? "-")
  );
}
