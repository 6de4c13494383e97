import { hour } from "../../widget/src/client/clock";
import { en } from "../../widget/src/texts/en";
import { dayKey, dayOf, readableSize, timeOfDay } from "../../widget/src/ui/format";

const day = 24 * hour;

describe("the formatting of the day, the time and the size of a message", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date(2026, 2, 15, 12) });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("returns today, yesterday or the date, with the year if it is not the current year", () => {
    const daysAgo = (days: number) => dayOf(new Date(Date.now() - days * day).toISOString(), "en", en);

    expect(daysAgo(0)).toBe("Today");
    expect(daysAgo(1)).toBe("Yesterday");
    expect(daysAgo(2)).toBe("Friday, March 13");
    expect(daysAgo(100)).toContain("2025");
  });

  it("returns the same key for all hours of a day in the visitor's time zone", () => {
    const at = (hours: number) => dayKey(new Date(2026, 2, 15, hours).toISOString());

    expect(at(0)).toBe(at(23));
    expect(at(24)).not.toBe(at(23));
  });

  it("returns the time and the size in the format of the language", () => {
    const timestamp = new Date(2026, 2, 15, 15, 4).toISOString();

    expect(timeOfDay(timestamp, "de")).toBe("15:04");
    expect(timeOfDay(timestamp, "en").replace(/\s/, " ")).toBe("3:04 PM");
    expect(readableSize(1_500_000, "de").replace(/\s/, " ")).toBe("1,5 MB");
    expect(readableSize(12, "en")).toBe("12 bytes");
  });

  it("does not throw for an unknown language", () => {
    expect(timeOfDay(new Date().toISOString(), "no such_language")).not.toBe("");
  });
});
