import { existsSync } from "node:fs";
import { join } from "node:path";
import { classify } from "../../../cli/drift/classify";
import { readPlan } from "../../../cli/drift/read-plan";
import { report } from "../../../cli/drift/report";
import { writeReport } from "../../../cli/drift/report-text";
import { TerraformFolder, terraformMissing } from "./real-terraform";

const note = `
  resource "terraform_data" "note" {
    input = file("\${path.module}/note.txt")
  }
  resource "terraform_data" "keyed" {
    triggers_replace = [file("\${path.module}/key.txt")]
  }`;
const secret = `
  variable "pin" {
    default   = "made-up-pin-1"
    sensitive = true
  }
  resource "terraform_data" "secret" {
    input = { pin = var.pin }
  }`;

/** Two configurations, with a change of files or of the state between them. */
type Case = readonly [
  title: string,
  before: string,
  after: string,
  meddle: (folder: TerraformFolder) => unknown,
  expected: readonly object[],
];

const waiting = (address: string, change: string, attributes: readonly string[] = []) => ({
  address,
  class: "not-applied",
  change,
  attributes,
});

const cases: readonly Case[] = [
  ["nothing for a clean stack", note, note, () => undefined, []],
  [
    "an edit of a local file that was not applied",
    note,
    note,
    (folder) => folder.write("note.txt", "second"),
    [waiting("terraform_data.note", "changed", ["input"])],
  ],
  [
    "a new output only",
    note,
    `${note}\noutput "note" {\n  value = terraform_data.note.output\n}`,
    () => undefined,
    [waiting("output.note", "created")],
  ],
  [
    "a replacement with its cause",
    note,
    note,
    (folder) => folder.write("key.txt", "second"),
    [waiting("terraform_data.keyed", "replaced", ["triggers_replace"])],
  ],
  [
    "a tainted resource",
    note,
    note,
    (folder) => folder.terraform("taint", "terraform_data.note"),
    [waiting("terraform_data.note", "replaced")],
  ],
  [
    "a resource that is missing in the state",
    note,
    note,
    (folder) => folder.terraform("state", "rm", "terraform_data.note"),
    [waiting("terraform_data.note", "created")],
  ],
  [
    "a resource that is no longer declared",
    `${note}\nresource "terraform_data" "old" {}`,
    note,
    () => undefined,
    [waiting("terraform_data.old", "deleted")],
  ],
  [
    "a resource that Terraform would forget",
    `${note}\nresource "terraform_data" "old" {}`,
    `${note}\nremoved {\n  from = terraform_data.old\n  lifecycle {\n    destroy = false\n  }\n}`,
    () => undefined,
    [waiting("terraform_data.old", "forgotten")],
  ],
  [
    "a move",
    `${note}\nresource "terraform_data" "old" {}`,
    `${note}\nresource "terraform_data" "new" {}\nmoved {\n  from = terraform_data.old\n  to   = terraform_data.new\n}`,
    () => undefined,
    [waiting("terraform_data.new", "moved")],
  ],
  [
    "an import",
    note,
    `${note}\nresource "terraform_data" "known" {}\nimport {\n  to = terraform_data.known\n  id = "0123"\n}`,
    () => undefined,
    [waiting("terraform_data.known", "imported")],
  ],
  [
    "nothing for a data source that is read",
    note,
    `${note}\ndata "terraform_remote_state" "own" {\n  backend = "local"\n  config = {\n    path = "\${path.module}/terraform.tfstate"\n  }\n}`,
    () => undefined,
    [],
  ],
  [
    "a secret without its value, old or new",
    `${note}\n${secret}`,
    `${note}\n${secret.replace("made-up-pin-1", "made-up-pin-2")}`,
    () => undefined,
    [waiting("terraform_data.secret", "changed", ["input.pin"])],
  ],
];

/**
 * Terraform's built-in resource cannot drift. A provider whose resources can, such as hashicorp/local, would have to
 * be downloaded, so plans with it are recorded in `plans/`.
 */
describe("the drift check with a real Terraform", () => {
  const leftOutBecause = terraformMissing();
  let folder: TerraformFolder;
  beforeEach(() => {
    folder = new TerraformFolder().write("note.txt", "first").write("key.txt", "first");
  });
  afterEach(() => folder.remove());

  if (leftOutBecause !== undefined) {
    it(`is not tested: ${leftOutBecause}`, () => expect(terraformMissing()).toBe(leftOutBecause));
    return;
  }

  it.each(cases)("reports %s", (_title, before, after, meddle, expected) => {
    folder.declare(before).apply();
    meddle(folder.declare(after));

    const findings = classify(readPlan(folder.path));

    const found = report("kite", findings, { entries: [], expired: [] });
    expect(findings).toEqual(expected);
    expect(found.verdict).toBe(expected.length === 0 ? "clean" : "drift");
    expect(JSON.stringify(found) + writeReport(found)).not.toContain("made-up-pin");
  });

  it("leaves no plan file, which would contain secrets, and no lock", () => {
    folder.declare(note).apply();

    readPlan(folder.path);

    const left = ["drift.tfplan", ".terraform.tfstate.lock.info"].filter((name) =>
      existsSync(join(folder.path, name)),
    );
    expect(left).toEqual([]);
  });

  it("fails with Terraform's error if Terraform cannot plan", () => {
    folder.declare(note).apply();
    folder.declare(note.replace("note.txt", "no-such-file.txt"));

    const reading = () => readPlan(folder.path);

    expect(reading).toThrow(/^"terraform plan" failed \(exit code 1\): Error: Invalid function argument\n/);
  });
});
