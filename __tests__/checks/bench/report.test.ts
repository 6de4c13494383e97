import type { Figure } from "../../../checks/bench/figures/figure";
import { median } from "../../../checks/bench/figures/figure";
import { describePerformance } from "../../../checks/bench/report/performance-page";
import { amount, printTable, reachesAim } from "../../../checks/bench/report/table";

const synth: Figure = { id: "synth", what: "synthesis", unit: "ms", value: 2_100, aim: 2_000 };
const rate: Figure = {
  id: "text-rate-50",
  what: "texts acknowledged, 50 sockets",
  unit: "/s",
  higherIsBetter: true,
  value: 640,
  beside: { what: "bare SDK calls", value: 1000.4 },
  aim: 600.2,
};
const run = (...figures: Figure[]) => ({
  machine: "a machine",
  measuredAt: "2026-01-31",
  rounds: 3,
  figures,
});

describe("the table of a bench run", () => {
  it("lists each figure with its comparison value and its target, and marks a missed target", () => {
    const table = printTable(run(synth, rate));

    expect(table).toContain("| synthesis | 2100 ms |  | ≤ 2000 ms **missed** |  |");
    expect(table).toContain(
      "| texts acknowledged, 50 sockets | 640 /s | 1000 /s bare SDK calls | ≥ 600 /s |  |",
    );
  });

  it.each([
    [2_100, "="],
    [4_200, "−50 %"],
    [1_000, "+110 %"],
  ])("shows the change from the previous value %d as %s", (value, change) => {
    const table = printTable(run(synth), run({ ...synth, value }));

    expect(table.split("\n").at(-1)).toMatch(new RegExp(`\\| ${change.replace("+", "\\+")} \\|$`));
  });

  it("shows no change for a new figure", () => {
    const table = printTable(run(synth), run(rate));

    expect(table).toContain("| synthesis | 2100 ms |  | ≤ 2000 ms **missed** |  |");
  });
});

describe("a figure", () => {
  it.each([
    ["with a value at its target", { ...synth, value: 2_000 }, true],
    ["with a value above a maximum", synth, false],
    ["with a value above a minimum", rate, true],
    ["with a value below a minimum", { ...rate, value: 600 }, false],
    ["without a target", { ...rate, aim: undefined } as unknown as Figure, true],
  ])("%s, such as %j, has reached its target: %s", (_, figure, reached) => {
    expect(reachesAim(figure)).toBe(reached);
  });

  it.each([
    [12_345.6, "/s", "12346 /s"],
    [12.345, "ms", "12.3 ms"],
    [1.239, "KiB", "1.24 KiB"],
    [2, "units", "2"],
    [7.964, "$", "$7.96"],
  ] as const)("of %d in the unit %s is printed as %s", (value, unit, text) => {
    expect(amount(value, unit)).toBe(text);
  });
});

describe("the median", () => {
  it.each([
    [[3, 1, 2], 2],
    [[5], 5],
    [[4, 1, 3, 2], 2],
  ])("of %j is %d", (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe("docs/performance.md", () => {
  it("charts the rates of Kite and of bare calls for each number of sockets", () => {
    const page = describePerformance(
      run(synth, rate, { ...rate, id: "text-rate-200", value: 700 }),
      undefined,
    );

    expect(page).toContain('x-axis "sockets" ["50", "200"]');
    expect(page).toContain("bar [640, 700]");
    expect(page).toContain("line [1000, 1000]");
    expect(page).not.toContain("NaN");
  });
});
