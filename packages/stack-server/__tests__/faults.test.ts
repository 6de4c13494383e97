import { ManualClock } from "../src/clock";
import { type FaultDecision, type FaultKind, type FaultPlace, Faults, injectableFaults } from "../src/faults";

let clock: ManualClock;
let faults: Faults;
beforeEach(() => {
  clock = new ManualClock();
  faults = new Faults(clock);
});

describe("injected faults", () => {
  it("do not affect calls if no fault is set", async () => {
    expect(await faults.apply({ place: "table", names: ["dev.Members"] })).toBe("pass");
  });

  it("affect only calls of their place, until they are removed", async () => {
    const takeBack = faults.add({ place: "table", kind: "refuse" });

    expect(await faults.apply({ place: "table", names: ["dev.Members"] })).toBe("refuse");
    expect(await faults.apply({ place: "table", names: ["dev.Members"] })).toBe("refuse");
    expect(await faults.apply({ place: "queue", names: ["dev-outbox.fifo"] })).toBe("pass");
    takeBack();
    expect(await faults.apply({ place: "table", names: ["dev.Members"] })).toBe("pass");
  });

  it("honor the `only` option", async () => {
    faults.add({ place: "push", kind: "refuse", only: "abc=" });

    expect(await faults.apply({ place: "push", names: ["dev", "abc="] })).toBe("refuse");
    expect(await faults.apply({ place: "push", names: ["dev", "xyz="] })).toBe("pass");
  });

  it("honor the `times` option", async () => {
    faults.add({ place: "disconnect", kind: "lose", times: 2 });

    const met = [
      await faults.apply({ place: "disconnect", names: [] }),
      await faults.apply({ place: "disconnect", names: [] }),
      await faults.apply({ place: "disconnect", names: [] }),
    ];
    expect(met).toEqual(["lose", "lose", "pass"]);
    expect(faults.wishes).toEqual([]);
  });

  it.each([
    ["two seconds", {}, 2000],
    ["the time of `delayMilliseconds`", { delayMilliseconds: 60_000 }, 60_000],
  ])("delay a call by %s on the clock", async (_case, option, milliseconds) => {
    faults.add({ place: "table", kind: "delay", ...option });
    let outcome = "waits";
    void faults.apply({ place: "table", names: [] }).then((met) => {
      outcome = met;
    });

    await clock.advance(milliseconds - 1);
    expect(outcome).toBe("waits");
    await clock.advance(1);
    expect(outcome).toBe("pass");
  });

  it("can all be removed in one call", async () => {
    faults.add({ place: "table", kind: "refuse" });
    faults.add({ place: "queue", kind: "refuse" });
    faults.clear();

    expect([
      await faults.apply({ place: "table", names: [] }),
      await faults.apply({ place: "queue", names: [] }),
    ]).toEqual(["pass", "pass"]);
  });

  it("reject a kind of fault that the place does not have, and list the valid kinds", () => {
    expect(() => faults.add({ place: "push", kind: "lose" })).toThrow(
      'Cannot inject the fault "lose" at the place "push": expected one of refuse, throttle, delay.',
    );
  });

  it("have a description for every kind", () => {
    const all = Object.entries(injectableFaults).flatMap(([place, kinds]) =>
      Object.entries(kinds).map(([kind, text]) => [place as FaultPlace, kind as FaultKind, text] as const),
    );

    expect(all.length).toBeGreaterThan(15);
    for (const [place, kind, text] of all) {
      expect(text).toMatch(/^\S.*\S$/);
      expect(() => faults.add({ place, kind })).not.toThrow();
    }
  });
});

describe("a fault with a probability", () => {
  const keyOf = ({ content = "" }: { readonly content?: string | undefined }) => content;
  const outcomes = async (seed: string, contents: readonly string[]) => {
    const some = new Faults(clock, { seed, keyOf });
    some.add({ place: "table", kind: "refuse", probability: 0.3 });
    const met = new Map<string, string>();
    for (const content of contents) {
      met.set(content, await some.apply({ place: "table", names: ["dev.Messages"], content }));
    }
    return met;
  };
  const contents = Array.from({ length: 1_000 }, (_, index) => `message ${index}`);

  it("affects about the given share of the calls", async () => {
    const struck = [...(await outcomes("1", contents)).values()].filter((it) => it === "refuse");

    expect(struck.length).toBeGreaterThan(230);
    expect(struck.length).toBeLessThan(370);
  });

  it("affects the same calls with the same seed in any order, and other calls with another seed", async () => {
    const first = await outcomes("1", contents);
    const backwards = await outcomes("1", contents.toReversed());
    const other = await outcomes("2", contents);

    expect(Object.fromEntries(backwards)).toEqual(Object.fromEntries(first));
    expect(Object.fromEntries(other)).not.toEqual(Object.fromEntries(first));
  });

  it("is decided again for each occurrence of a call", async () => {
    const met = new Set<string>();
    const some = new Faults(clock, { seed: "1", keyOf });
    some.add({ place: "table", kind: "refuse", probability: 0.3 });
    for (let time = 0; time < 50; time++) {
      met.add(await some.apply({ place: "table", names: [], content: "one call" }));
    }

    expect([...met].sort()).toEqual(["pass", "refuse"]);
  });

  it("honors the `repeats` option: after half of the failures, the next calls with the same key fail too", async () => {
    const longest = async (repeats: number) => {
      const some = new Faults(clock, { seed: "1", keyOf });
      some.add({ place: "table", kind: "refuse", probability: 0.05, repeats });
      let triples = 0;
      for (const content of contents) {
        const met: string[] = [];
        for (let attempt = 0; attempt < 3; attempt++) {
          met.push(await some.apply({ place: "table", names: [], content }));
        }
        triples += met.every((it) => it === "refuse") ? 1 : 0;
      }
      return triples;
    };

    expect(await longest(0)).toBeLessThan(5);
    expect(await longest(2)).toBeGreaterThan(10);
  });

  it("reports each decision with the faults that match the call", async () => {
    const decisions: FaultDecision[] = [];
    const some = new Faults(clock, { keyOf, onDecision: (decision) => decisions.push(decision) });
    const wish = { place: "table", kind: "throttle", only: ["GetItem", "PutItem"], probability: 1 } as const;
    some.add(wish);

    await some.apply({ place: "table", names: ["dev.Messages", "PutItem"], content: "a" });
    await some.apply({ place: "table", names: ["dev.Messages", "PutItem"], content: "a" });
    await some.apply({ place: "table", names: ["dev.Messages", "Query"], content: "a" });

    expect(decisions).toMatchObject([
      { key: "a", occurrence: 0, considered: [wish], struck: wish },
      { key: "a", occurrence: 1, considered: [wish], struck: wish },
      { key: "a", considered: [], struck: undefined },
    ]);
  });
});
