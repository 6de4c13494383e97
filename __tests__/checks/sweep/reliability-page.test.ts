import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sweepFaults } from "../../../checks/sweep/fault-table";
import { withFigures } from "../../../checks/sweep/save-figures";

const page = readFileSync(join(__dirname, "../../../docs/reliability.md"), "utf8");
const figures = { command: "npm run sweep -- --messages 7", figures: "| a |", counts: "| b |", seconds: 125 };

describe("docs/reliability.md", () => {
  it("lists every fault, and where it occurs", () => {
    const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, name, strikes]) => [
      name,
      strikes,
    ]);

    expect(rows).toEqual(Object.entries(sweepFaults).map(([name, { strikes }]) => [name, strikes]));
  });

  it("gets the figures of a saved run, with its command, in place of the previous ones", () => {
    const once = withFigures(page, figures, "2026-01-31");
    const twice = withFigures(once, { ...figures, figures: "| c |" }, "2026-02-01");

    expect(once).toContain(
      "Made by `npm run sweep -- --messages 7 --save` on 2026-01-31, in 2 minutes.\n\n| a |",
    );
    expect(twice).toContain("| c |");
    expect(twice).not.toContain("| a |");
    expect(twice.length).toBe(once.length);
  });

  it("is not changed if the markers of the figures are missing", () => {
    expect(() => withFigures("# A page", figures, "2026-01-31")).toThrow("figures: begin");
  });
});
