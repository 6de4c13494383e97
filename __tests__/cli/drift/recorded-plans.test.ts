import { readFileSync } from "node:fs";
import { join } from "node:path";
import { classify } from "../../../cli/drift/classify";
import { parsePlan } from "../../../cli/drift/read-plan";
import { report } from "../../../cli/drift/report";
import { writeReport } from "../../../cli/drift/report-text";

/** Plans of Terraform 1.11.4, with a provider whose resources are files, after the files were edited. */
const recorded = (name: string) => readFileSync(join(__dirname, "plans", `${name}.json`), "utf8");

describe("the drift report of a recorded plan", () => {
  it("contains every manual change, even a change that a deploy would not revert", () => {
    const findings = classify(parsePlan(recorded("changed-by-hand")));

    expect(findings).toEqual([
      {
        address: "local_note.dev",
        class: "drifted",
        change: "changed",
        attributes: ["rules", "secret", "size", "tags.Owner"],
        restoredByDeploy: true,
      },
      {
        address: "local_note.prod",
        class: "drifted",
        change: "changed",
        attributes: ["rules"],
        restoredByDeploy: false,
      },
    ]);
  });

  it("contains a manually deleted file, and the changes that depend on it", () => {
    const findings = classify(parsePlan(recorded("deleted-by-hand")));

    expect(findings).toMatchObject([
      { address: "local_file.page", class: "drifted", change: "deleted", restoredByDeploy: true },
      { address: "terraform_data.of_page", class: "not-applied", attributes: ["input", "output"] },
      { address: "output.page", class: "not-applied", change: "changed" },
    ]);
  });

  it("contains neither the declared secret nor the manually set secret", () => {
    const plan = recorded("changed-by-hand");

    const found = report("kite", classify(parsePlan(plan)), { entries: [], expired: [] });

    expect(plan).toMatch(/made-up-secret-declared[\s\S]*made-up-secret-by-hand/);
    expect(`${JSON.stringify(found)}${writeReport(found)}`).not.toContain("made-up-secret");
  });
});
