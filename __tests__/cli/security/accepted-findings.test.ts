import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { acceptedFindingsFile, readAcceptedFindings } from "../../../cli/security/finding";
import { settingsFolder } from "../../settings/settings-folder";

describe("cli/security/accepted-findings.json", () => {
  it("has a unique reason for each finding", () => {
    const reasons = readAcceptedFindings(acceptedFindingsFile).map(({ reason }) => reason);

    expect(new Set(reasons).size).toBe(reasons.length);
    expect(reasons.length).toBeGreaterThan(0);
  });

  it("accepts no check for all resources", () => {
    const patterns = readAcceptedFindings().flatMap(({ resources }) => resources);

    expect(patterns.filter((pattern) => /^\*+$/.test(pattern))).toEqual([]);
  });

  it.each([
    ["no reason", { reason: "" }],
    ["a reason that is not a sentence", { reason: "price" }],
    ["no resource", { resources: [] }],
    ["an unknown scan", { scan: "houses" }],
    ["an unknown key", { note: "x" }],
  ])("is rejected with %s", (_, change) => {
    const path = join(settingsFolder(), "accepted.json");
    const entry = { scan: "plans", check: "A", resources: ["a"], reason: "It is right so, and here is why." };
    writeFileSync(path, JSON.stringify([entry]));
    expect(readAcceptedFindings(path)).toHaveLength(1);

    writeFileSync(path, JSON.stringify([{ ...entry, ...change }]));

    expect(() => readAcceptedFindings(path)).toThrow();
  });
});
