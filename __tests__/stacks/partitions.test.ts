import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { policiesOf } from "../../cli/policies/deployer-policies";
import type { SynthesizedStack } from "../../cli/stacks/synthesized-stack";
import { repositoryFolder } from "../../constructs/repository";
import { readSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "../settings/settings-folder";
import { buildStackOf } from "./build";
import { kiteStack } from "./kite";
import { stateStack } from "./state";

/** All features that also exist in other partitions. Budgets do not. */
const deploymentFile = {
  prodStage: true,
  domainName: "example.org",
  cloudflareProxy: true,
  alarmEmails: ["a@example.org"],
  alarmForwarder: true,
  logArchive: true,
};

const standard = "eu-west-1";

describe("the stacks in other partitions", () => {
  it.each([
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ])("differ in %s only in the region, the ARNs and the host names", (region, partition, dnsSuffix) => {
    const elsewhere = documentsIn(region);

    const asStandard = elsewhere
      .replaceAll(`.${region}.${dnsSuffix}`, `.${region}.amazonaws.com`)
      .replaceAll(`arn:${partition}:`, "arn:aws:")
      .replaceAll(region, standard);
    expect(elsewhere).not.toContain("arn:aws:");
    expect(elsewhere).toContain(`arn:${partition}:`);
    expect(asStandard).toBe(documentsIn(standard));
  });

  it("call API Gateway at the host names of the partition", () => {
    const callback = (region: string) => /execute-api\.[^/]*/.exec(kiteStack({ region }).json)?.[0];

    expect(callback(standard)).toBe("execute-api.eu-west-1.amazonaws.com");
    expect(callback("eusc-de-east-1")).toBe("execute-api.eusc-de-east-1.amazonaws.eu");
  });
});

describe("the source code", () => {
  it("contains no ARN of the standard partition", () => {
    const folders = ["constructs", "stacks", "settings", "cli", "packages", "lambda-src", "playground"];
    const files = [...folders, "buildspecs", "checks"].flatMap(filesIn);

    const literals = files.filter((file) => readFileSync(file, "utf8").includes("arn:aws:"));

    expect(files.length).toBeGreaterThan(100);
    expect(literals).toEqual([]);
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(repositoryFolder, folder), { recursive: true, encoding: "utf8" })
    .filter(
      (name) => /\.(c|m)?(ts|js)$|\.sh$|\.yml$/.test(name) && !/(__tests__|dist|node_modules)\//.test(name),
    )
    .map((name) => join(repositoryFolder, folder, name));
}

/** Returns the stacks and the policies for their deployment as text, without hashes. */
function documentsIn(region: string): string {
  const file = { ...deploymentFile, region };
  const plans = new Map<string, SynthesizedStack>([
    ["kite", kiteStack(file).document as SynthesizedStack],
    ["kite-build", buildStackOf(file).document as SynthesizedStack],
    ["kite-state", stateStack({}, file).document as SynthesizedStack],
  ]);
  const { deployment } = readSettings({
    directory: settingsFolder({ ...smallest, ...file }),
    environment: {},
  });
  const { reading, changing, stacks } = policiesOf(deployment, plans);
  // The length of the ARNs determines the distribution of the statements over policies.
  const statements = [...reading, ...changing, ...[...stacks.values()].flat()]
    .flatMap(({ document }) => document.Statement.map(({ Sid, ...statement }) => JSON.stringify(statement)))
    .sort();
  const documents = [...plans, ...statements];
  return JSON.stringify(documents, undefined, 1).replaceAll(/"[0-9a-f]{32,64}"/g, '"hash"');
}
