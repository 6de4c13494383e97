import fc from "fast-check";
import { nextCronTime, nextTime } from "../../src/schedules/next-time";

const newYear = Date.UTC(2026, 0, 1); // a Thursday
const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());

describe("the next time of a cron expression", () => {
  it.each([
    ["0 10 * * ? *", "2026-01-01T10:00:00.000Z"],
    ["15 12 * * ? *", "2026-01-01T12:15:00.000Z"],
    ["0 18 ? * MON-FRI *", "2026-01-01T18:00:00.000Z"],
    ["0 8 1 * ? *", "2026-01-01T08:00:00.000Z"],
    ["0/15 * * * ? *", "2026-01-01T00:15:00.000Z"],
    ["1/10 * * * ? *", "2026-01-01T00:01:00.000Z"],
    ["0 0 ? * 1 *", "2026-01-04T00:00:00.000Z"],
    ["0 0 ? * 7 *", "2026-01-03T00:00:00.000Z"],
    ["0 0 ? * L *", "2026-01-03T00:00:00.000Z"],
    ["0 0 ? * 6L *", "2026-01-30T00:00:00.000Z"],
    ["0 0 ? * 6#3 *", "2026-01-16T00:00:00.000Z"],
    ["0 0 L * ? *", "2026-01-31T00:00:00.000Z"],
    ["0 0 3W * ? *", "2026-01-02T00:00:00.000Z"],
    ["0 0 1 FEB ? 2027-2030", "2027-02-01T00:00:00.000Z"],
    ["0 0 1 1 ? 2020", undefined],
  ])("%s is %s", (fields, expected) => {
    expect(iso(nextCronTime(fields, "UTC", newYear))).toBe(expected);
  });

  it("follows the time zone", () => {
    expect(iso(nextCronTime("0 12 * * ? *", "Europe/Berlin", newYear))).toBe("2026-01-01T11:00:00.000Z");
    expect(iso(nextCronTime("0 12 * * ? *", "Europe/Berlin", Date.UTC(2026, 6, 1)))).toBe(
      "2026-07-01T10:00:00.000Z",
    );
  });

  it("is never equal to the given time", () => {
    const ten = Date.UTC(2026, 0, 1, 10);

    expect(iso(nextCronTime("0 10 * * ? *", "UTC", ten))).toBe("2026-01-02T10:00:00.000Z");
  });
});

describe("the next time of a rate", () => {
  it("is the first multiple of the period after the given time, counted from the start", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.nat(1e12),
        fc.nat(1e10),
        (periodSeconds, startedAt, elapsed) => {
          const after = startedAt + elapsed;

          const next = nextTime({ kind: "rate", periodSeconds }, startedAt, after) ?? Number.NaN;

          expect(next).toBeGreaterThan(after);
          expect(next - after).toBeLessThanOrEqual(periodSeconds * 1000);
          expect((next - startedAt) % (periodSeconds * 1000)).toBe(0);
        },
      ),
    );
  });
});
