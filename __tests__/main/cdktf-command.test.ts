import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { REPOSITORY } from "../../settings/settings";
import { Clone } from "./clone";

const CDKTF = join(REPOSITORY, "node_modules", ".bin", "cdktf");

/** No reports, no look for news, no colours. */
const QUIET = { CI: "1", CHECKPOINT_DISABLE: "1", NO_COLOR: "1" };

/** The command is an optional dependency: its terminal module has no binary for every Node, and shows it only at work. */
const runs =
  spawnSync(process.execPath, ["--eval", 'require("@cdktf/node-pty-prebuilt-multiarch")'], {
    cwd: REPOSITORY,
  }).status === 0;

// It starts npx, the program and Terraform, one after the other.
jest.setTimeout(240_000);

function synth(clone: Clone, environment: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(CDKTF, ["synth"], {
    cwd: clone.directory,
    env: { PATH: process.env.PATH ?? "", HOME: clone.directory, ...QUIET, ...environment },
    encoding: "utf8",
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe("the command cdktf", () => {
  if (!runs) {
    it("is left out here: cdktf-cli has no binary for this Node", () => {
      expect(runs).toBe(false);
    });
    return;
  }

  it("synthesizes every stack, the same as the program alone", async () => {
    const [one, other] = [new Clone(), new Clone()];

    const run = synth(one);

    await other.synthesize();
    const plans = (clone: Clone) => [...clone.files()].filter(([path]) => path.endsWith("cdk.tf.json"));
    expect(run.status).toBe(0);
    expect(run.said).toMatch(/Generated Terraform code for the stacks: .*kite.*local/);
    expect(run.said).toContain("account (in the deployment file): got the placeholder");
    expect(plans(one)).toEqual(plans(other));
    expect(plans(one).length).toBeGreaterThanOrEqual(3);
  });

  it("builds what it can and shows which stacks are not built", () => {
    const clone = new Clone();

    const run = synth(clone, { KITE_DEPLOYMENT: "none" });

    expect(run.status).toBe(0);
    expect(run.said).toMatch(/The stacks .*kite are not built[\s\S]*deployments\/none\.json/);
    expect(run.said).toMatch(/Generated Terraform code for the stacks: local/);
  });
});
