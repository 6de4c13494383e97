import { IdleProcessors } from "../../src/functions/idle-processors";

describe("the idle share of the processors", () => {
  it("is a share, and does not change between two looks in one moment", () => {
    const processors = new IdleProcessors();

    const [first, second] = [processors.share(), processors.share()];

    expect(first).toBeGreaterThanOrEqual(0);
    expect(first).toBeLessThanOrEqual(1);
    expect(second).toBe(first);
  });

  it("falls while a processor computes", () => {
    const processors = new IdleProcessors();
    processors.share();
    const end = performance.now() + 300;
    while (performance.now() < end) {}

    const share = processors.share();

    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThan(1);
  });
});
