import fc from "fast-check";
import { noLag, ReadLag } from "../../src/data/read-lag";

const range = { minimumMilliseconds: 20, maximumMilliseconds: 500 };
const lags = (lag: ReadLag, item = "item") =>
  Array.from({ length: 50 }, (_, count) => lag.ofWrite(item, count));

describe("the lag of reads", () => {
  it("is the same for the same seed, item and write, and differs otherwise", () => {
    expect(lags(new ReadLag({ ...range, seed: 7 }))).toEqual(lags(new ReadLag({ ...range, seed: 7 })));
    expect(lags(new ReadLag({ ...range, seed: 8 }))).not.toEqual(lags(new ReadLag({ ...range, seed: 7 })));
    expect(lags(new ReadLag(range), "other")).not.toEqual(lags(new ReadLag(range)));
    expect(new Set(lags(new ReadLag(range))).size).toBeGreaterThan(40);
  });

  it("stays in its range and spreads over it", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(), (seed, item, count) => {
        const milliseconds = new ReadLag({ ...range, seed }).ofWrite(item, count);
        expect(milliseconds).toBeGreaterThanOrEqual(20);
        expect(milliseconds).toBeLessThanOrEqual(500);
      }),
    );
    expect(Math.min(...lags(new ReadLag(range)))).toBeLessThan(100);
    expect(Math.max(...lags(new ReadLag(range)))).toBeGreaterThan(400);
  });

  it("can be changed for later writes, and is off without a maximum", () => {
    const lag = new ReadLag(range);
    expect(lag.isOn).toBe(true);

    lag.set(noLag);

    expect(lag.isOn).toBe(false);
    expect(lag.ofWrite("item", 0)).toBe(0);
  });

  it.each([
    { minimumMilliseconds: -1, maximumMilliseconds: 5 },
    { minimumMilliseconds: 6, maximumMilliseconds: 5 },
    { minimumMilliseconds: Number.NaN, maximumMilliseconds: 5 },
  ])("rejects the range from $minimumMilliseconds to $maximumMilliseconds ms", (wrong) => {
    expect(() => new ReadLag(wrong)).toThrow(RangeError);
    expect(() => new ReadLag(range).set(wrong)).toThrow(RangeError);
  });
});
