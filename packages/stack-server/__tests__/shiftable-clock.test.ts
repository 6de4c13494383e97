import fc from "fast-check";
import { ManualClock, ShiftableClock } from "../src/clock";

const oneMinute = 60_000;

/** Creates a clock whose base is controlled by the test, and records the timers that ran. */
function start() {
  const base = new ManualClock(0);
  const clock = new ShiftableClock(base);
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name}@${clock.now()}`);
  return { base, clock, seen, note };
}

describe("ShiftableClock", () => {
  it("runs with its base clock, in order of time and then of creation", async () => {
    const { base, clock, seen, note } = start();
    clock.setTimeout(note("late"), 20);
    clock.setTimeout(note("first"), 10);
    clock.setTimeout(note("second"), 10);
    clock.setTimeout(note("after"), 21);

    await base.advance(20);

    expect(seen).toEqual(["first@10", "second@10", "late@20"]);
    expect(clock.aheadMilliseconds).toBe(0);
  });

  it.each([
    { moves: [0], seen: [], now: 0 },
    { moves: [9], seen: [], now: 9 },
    { moves: [10], seen: ["ten@10"], now: 10 },
    { moves: [4, 6], seen: ["ten@10"], now: 10 },
    { moves: [2 * 60 * oneMinute], seen: ["ten@10", "minute@60000"], now: 2 * 60 * oneMinute },
  ])("advanced by $moves has run $seen", async ({ moves, seen: wanted, now }) => {
    const { clock, seen, note } = start();
    clock.setTimeout(note("minute"), oneMinute);
    clock.setTimeout(note("ten"), 10);

    for (const move of moves) {
      await clock.advance(move);
    }

    expect(seen).toEqual(wanted);
    expect(clock.now()).toBe(now);
    expect(clock.aheadMilliseconds).toBe(now);
  });

  it("makes the remaining timers due earlier by the advanced time", async () => {
    const { base, clock, seen, note } = start();
    clock.setTimeout(note("idle"), 10 * oneMinute);

    await clock.advance(9 * oneMinute);
    await base.advance(oneMinute - 1);
    const before = [...seen];
    await base.advance(1);

    expect(before).toEqual([]);
    expect(seen).toEqual(["idle@600000"]);
  });

  it("runs timers that promises and other timers start", async () => {
    const { clock, seen, note } = start();
    const again = (): void => {
      note("again")();
      void Promise.resolve().then(() => clock.setTimeout(again, 10));
    };
    clock.setTimeout(again, 10);

    await clock.advance(35);

    expect(seen).toEqual(["again@10", "again@20", "again@30"]);
  });

  it("does not run canceled timers, and leaves no timer on the base clock", async () => {
    const { base, clock, seen, note } = start();
    const below = { set: 0, over: 0 };
    const counted = new ShiftableClock({
      now: () => base.now(),
      setTimeout: (callback, milliseconds) => {
        const timer = base.setTimeout(callback, milliseconds);
        below.set += 1;
        return {
          cancel: () => {
            below.over += 1;
            timer.cancel();
          },
        };
      },
    });
    const timers = [5, 1, oneMinute].map((wait) => counted.setTimeout(note(`${wait}`), wait));

    for (const timer of timers) {
      timer.cancel();
      timer.cancel();
    }
    await counted.advance(oneMinute);
    await base.advance(oneMinute);

    expect(below).toEqual({ set: 2, over: 2 });
    expect(seen).toEqual([]);
    expect(clock.aheadMilliseconds).toBe(0);
  });

  it("continues after a callback that throws", async () => {
    const { clock, seen, note } = start();
    clock.setTimeout(() => {
      throw new Error("broken");
    }, 10);
    clock.setTimeout(note("after"), 20);

    await expect(clock.advance(15)).rejects.toThrow("broken");
    await clock.advance(5);

    expect(seen).toEqual(["after@20"]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("rejects an advance by %p", async (milliseconds) => {
    const { clock } = start();

    await expect(clock.advance(milliseconds)).rejects.toThrow(RangeError);

    expect(clock.now()).toBe(0);
  });

  it("runs every timer once, at its time and in order of due time, for any sequence of advances", async () => {
    const moves = fc.record({ by: fc.constantFrom("itself", "the base"), milliseconds: fc.nat(50) });
    const delays = fc.record({ delay: fc.nat(100), again: fc.option(fc.integer({ min: 1, max: 60 })) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(delays, { maxLength: 12 }),
        fc.array(moves, { maxLength: 8 }),
        async (timers, all) => {
          const { base, clock } = start();
          const set: number[] = [];
          const ran: { readonly dueAt: number; readonly at: number }[] = [];
          const wait = (delay: number, again: number | null) => {
            const dueAt = clock.now() + delay;
            set.push(dueAt);
            clock.setTimeout(() => {
              ran.push({ dueAt, at: clock.now() });
              if (again !== null) {
                wait(again, null);
              }
            }, delay);
          };
          for (const { delay, again } of timers) {
            wait(delay, again);
          }

          // The advances are concurrent, for example because a person presses buttons quickly.
          await Promise.all(
            all.map(({ by, milliseconds }) => (by === "itself" ? clock : base).advance(milliseconds)),
          );

          await clock.advance(0);

          expect(ran.map(({ dueAt }) => dueAt)).toEqual(ran.map(({ dueAt }) => dueAt).sort((a, b) => a - b));
          expect(ran.every(({ dueAt, at }) => at >= dueAt)).toBe(true);
          const due = set.filter((dueAt) => dueAt <= clock.now());
          expect(ran).toHaveLength(due.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});
