import { IdleProcessors } from "../../src/functions/idle-processors";

describe("the idle share of the processors", () => {
  it("is between 0 and 1, and does not change between two simultaneous samples", () => {
    const processors = new IdleProcessors();

    const [first, second] = [processors.share(), processors.share()];

    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThanOrEqual(1);
    expect(second).toBe(first);
  });

  it("decreases while a processor computes", () => {
    const processors = new IdleProcessors();
    processors.share();
    const end = performance.now() + 300;
    while (performance.now() < end) {}

    const share = processors.share();

    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThan(1);
  });
});
