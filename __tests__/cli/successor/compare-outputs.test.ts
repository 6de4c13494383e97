import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differences, readOutput } from "../../../cli/successor/compare-outputs";

const plan = (version: string, name: string) => ({
  "//": { metadata: { version, stackName: "kite" } },
  resource: { aws_sqs_queue: { it: { name, tags: [] } } },
});
const output = (files: Readonly<Record<string, unknown>>) =>
  new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      Buffer.from(typeof content === "string" ? content : JSON.stringify(content, null, path.length)),
    ]),
  );

describe("the comparison of two outputs", () => {
  it("ignores spaces, the order of keys and the version of cdktf", () => {
    const one = output({ "cdk.tf.json": plan("0.21.0", "queue"), "a.zip": "bytes" });
    const other = output({
      "a.zip": "bytes",
      "cdk.tf.json": JSON.stringify(plan("0.24.0", "queue"), null, 8),
    });

    expect(differences(one, other)).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      "a different value",
      { "cdk.tf.json": plan("0.21.0", "other") },
      'cdk.tf.json resource aws_sqs_queue it name: "queue" and "other"',
    ],
    [
      "a missing value",
      { "cdk.tf.json": { ...plan("0.21.0", "queue"), output: 1 } },
      "cdk.tf.json output: undefined and 1",
    ],
    [
      "a file that only one output has",
      { "cdk.tf.json": plan("0.21.0", "queue"), "a.zip": "bytes" },
      "a.zip: exists only in the second output",
    ],
  ])("reports the path of %s", (_case, files, difference) => {
    const one = output({ "cdk.tf.json": plan("0.21.0", "queue") });

    expect(differences(one, output(files))).toEqual([difference]);
  });

  it("reports different bytes of a file that is not JSON", () => {
    expect(differences(output({ "a.zip": "one" }), output({ "a.zip": "two" }))).toEqual([
      "a.zip: different bytes",
    ]);
  });
});

describe("readOutput", () => {
  it("reads all files of a folder and its subfolders", () => {
    const directory = mkdtempSync(join(tmpdir(), "output-"));
    mkdirSync(join(directory, "stacks", "kite"), { recursive: true });
    writeFileSync(join(directory, "stacks", "kite", "cdk.tf.json"), "{}");
    writeFileSync(join(directory, "manifest.json"), "[]");

    expect([...readOutput(directory).keys()]).toEqual(["manifest.json", "stacks/kite/cdk.tf.json"]);
  });
});
