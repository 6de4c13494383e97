import { readPage } from "./pages";

const readme = readPage("README.md");

/** Returns the numbers in the first match of a pattern on a page, without thousands separators. */
function figure(page: string, pattern: RegExp): readonly number[] {
  const [, ...groups] = pattern.exec(readPage(page)) ?? [];
  return groups.map((group) => Number(group.replaceAll(",", "")));
}

describe("README.md", () => {
  it("has at most 120 lines", () => {
    expect(readme.split("\n").length).toBeLessThanOrEqual(121);
  });

  it("has the figures of the last saved sweep", () => {
    const [fromVisitors = 0, fromHosts = 0] = figure(
      "docs/reliability.md",
      /^\| acknowledged \| (\d+) \| (\d+) \|$/m,
    );
    const [lost, lostToVisitors] = figure("docs/reliability.md", /^\| \*\*lost\*\* \| (\d+) \| (\d+) \|$/m);
    const [explained] = figure("docs/reliability.md", /^\| duplicated, explained \| (\d+) \|/m);

    const acknowledged = (fromVisitors + fromHosts).toLocaleString("en-US");
    expect([lost, lostToVisitors]).toEqual([0, 0]);
    expect(readme).toContain(`| 0 of ${acknowledged} lost, `);
    expect(readme).toContain(`${explained} repeats in that gap, 0 for another reason`);
  });

  it("has the figures of the last saved bench", () => {
    const [milliseconds = 0] = figure("docs/performance.md", /first answered frame \| (\d+) ms/);
    const [dollars] = figure("docs/performance.md", /a million messages, half each way.*?\| \$([\d.]+) \|/);

    expect(readme).toContain(`| ${(milliseconds / 1000).toFixed(1)} s to the first answered frame |`);
    expect(readme).toContain(`| $${dollars?.toFixed(2)} for a million messages`);
  });

  it("has the same number of AWS behaviors as docs/fidelity.md", () => {
    const [behaviors] = figure("docs/fidelity.md", /^(\d+) behaviors/m);

    expect(readme).toContain(`| ${behaviors} behaviors, `);
  });
});
