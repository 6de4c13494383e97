import { ManualClock } from "../../local/clock";
import { FAULTS, type FaultKind, type FaultPlace, Faults } from "../../local/faults";

let clock: ManualClock;
let faults: Faults;
beforeEach(() => {
  clock = new ManualClock();
  faults = new Faults(clock);
});

describe("Faults", () => {
  it("lets everything pass when nothing is asked for", async () => {
    expect(await faults.meet("table", "dev.Members")).toBe("pass");
  });

  it("happens at its place alone, until it is taken back", async () => {
    const takeBack = faults.add({ place: "table", kind: "refuse" });

    expect(await faults.meet("table", "dev.Members")).toBe("refuse");
    expect(await faults.meet("table", "dev.Members")).toBe("refuse");
    expect(await faults.meet("queue", "dev-outbox.fifo")).toBe("pass");
    takeBack();
    expect(await faults.meet("table", "dev.Members")).toBe("pass");
  });

  it("honors the `only` option", async () => {
    faults.add({ place: "push", kind: "refuse", only: "abc=" });

    expect(await faults.meet("push", "dev", "abc=")).toBe("refuse");
    expect(await faults.meet("push", "dev", "xyz=")).toBe("pass");
  });

  it("honors the `times` option", async () => {
    faults.add({ place: "disconnect", kind: "lose", times: 2 });

    const met = [
      await faults.meet("disconnect"),
      await faults.meet("disconnect"),
      await faults.meet("disconnect"),
    ];
    expect(met).toEqual(["lose", "lose", "pass"]);
    expect(faults.wishes).toEqual([]);
  });

  it.each([
    ["two seconds", {}, 2000],
    ["as long as `delayMilliseconds` says", { delayMilliseconds: 60_000 }, 60_000],
  ])("delays by %s on the clock", async (_case, option, milliseconds) => {
    faults.add({ place: "table", kind: "delay", ...option });
    let outcome = "waits";
    void faults.meet("table").then((met) => {
      outcome = met;
    });

    await clock.advance(milliseconds - 1);
    expect(outcome).toBe("waits");
    await clock.advance(1);
    expect(outcome).toBe("pass");
  });

  it("takes all back at once", async () => {
    faults.add({ place: "table", kind: "refuse" });
    faults.add({ place: "queue", kind: "refuse" });
    faults.clear();

    expect([await faults.meet("table"), await faults.meet("queue")]).toEqual(["pass", "pass"]);
  });

  it("refuses a kind of fault that a place does not have, naming those that it has", () => {
    expect(() => faults.add({ place: "push", kind: "lose" })).toThrow(
      'There is no fault "lose" of a push; wanted one of refuse, delay.',
    );
  });

  it("has words for every fault", () => {
    const all = Object.entries(FAULTS).flatMap(([place, kinds]) =>
      Object.entries(kinds).map(([kind, text]) => [place as FaultPlace, kind as FaultKind, text] as const),
    );

    expect(all.length).toBeGreaterThan(15);
    for (const [place, kind, text] of all) {
      expect(text).toMatch(/^\S.*\S$/);
      expect(() => faults.add({ place, kind })).not.toThrow();
    }
  });
});
