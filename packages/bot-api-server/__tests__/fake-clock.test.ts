import { FakeClock } from "../src/fake-clock";

describe("FakeClock", () => {
  it("stands still until it is advanced", async () => {
    const clock = new FakeClock(5_000);
    expect(clock.now()).toBe(5_000);

    await clock.advance(250);
    expect(clock.now()).toBe(5_250);
  });

  it("runs the timers that fall due in order, with those that they set, and no canceled ones", async () => {
    const clock = new FakeClock(0);
    const calls: string[] = [];
    const note = (name: string) => () => calls.push(`${name} at ${clock.now()}`);
    clock.setTimeout(note("second"), 20);
    clock.setTimeout(() => clock.setTimeout(note("nested"), 5), 10);
    clock.setTimeout(note("first"), 10);
    clock.setTimeout(note("canceled"), 10).cancel();
    clock.setTimeout(note("late"), 31);

    await clock.advance(30);
    expect(calls).toEqual(["first at 10", "nested at 15", "second at 20"]);

    await clock.advance(1);
    expect(calls.at(-1)).toBe("late at 31");
  });
});
