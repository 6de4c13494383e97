import { ManualClock, systemClock } from "../src/clock";

describe("ManualClock", () => {
  it("runs due timers in the order of their times, then of their creation", async () => {
    const clock = new ManualClock(1000);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${clock.now()}`);
    clock.setTimeout(note("late"), 20);
    clock.setTimeout(note("first"), 10);
    clock.setTimeout(note("second"), 10);
    clock.setTimeout(note("after"), 21);

    await clock.advance(20);

    expect(seen).toEqual(["first@1010", "second@1010", "late@1020"]);
    expect(clock.now()).toBe(1020);
  });

  it("runs timers that promises and other timers start", async () => {
    const clock = new ManualClock(0);
    const seen: number[] = [];
    const again = (): void => {
      seen.push(clock.now());
      void Promise.resolve().then(() => clock.setTimeout(again, 10));
    };
    clock.setTimeout(again, 10);

    await clock.advance(35);

    expect(seen).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
  });

  it("does not run a canceled timer", async () => {
    const clock = new ManualClock();
    const seen: string[] = [];
    const timer = clock.setTimeout(() => seen.push("cancelled"), 10);
    clock.setTimeout(() => seen.push("kept"), 10);

    timer.cancel();
    timer.cancel();
    await clock.advance(10);

    expect(seen).toEqual(["kept"]);
  });
});

describe("systemClock", () => {
  it("uses the machine's time, and supports timeouts beyond Node's limit", async () => {
    let ran = false;
    const timer = systemClock.setTimeout(() => {
      ran = true;
    }, 2 ** 40);

    await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 5));
    timer.cancel();

    expect(ran).toBe(false);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });
});
