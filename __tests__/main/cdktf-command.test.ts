import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { Clone } from "./clone";

const cdktf = join(repositoryFolder, "node_modules", ".bin", "cdktf");

/** Turns off reports, update checks and colors. */
const quiet = { CI: "1", CHECKPOINT_DISABLE: "1", NO_COLOR: "1" };

/** Whether cdktf runs. It is optional: its terminal module lacks binaries for some versions of Node.js. */
const runs =
  spawnSync(process.execPath, ["--eval", 'require("@cdktf/node-pty-prebuilt-multiarch")'], {
    cwd: repositoryFolder,
  }).status === 0;

// cdktf starts npx, the program and Terraform, one after the other.
jest.setTimeout(240_000);

function synth(clone: Clone, environment: Readonly<Record<string, string>> = {}) {
  const run = spawnSync(cdktf, ["synth"], {
    cwd: clone.directory,
    env: { PATH: process.env.PATH ?? "", HOME: clone.directory, ...quiet, ...environment },
    encoding: "utf8",
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

/** A program with the stacks of the original README, reduced to the props that determine the order of deploys. */
const original = `import { App } from "cdktf";
import { BuildStack } from "./stacks/build-stack";
import { KiteStack } from "./stacks/kite-stack";

const app = new App();
const build = new BuildStack(app, "kite-build", {
  gitRepositoryUrl: "https://github.com/ada/chat",
  s3BucketWithState: "states",
  region: "eu-north-1",
});
new KiteStack(app, "kite", {
  s3BucketWithState: build.s3BucketWithState,
  region: build.region,
  s3SourceBucketName: build.s3SourceBucketName,
  mainLambdaS3Key: build.mainLambdaS3Key,
  lifecycleLambdaS3Key: build.lifecycleLambdaS3Key,
  domainName: "kite.chat",
});
app.synth();
`;

/** Replaces Terraform: records the folder of the stack and the command. */
const terraformProgram = `#!/bin/sh
echo "\${PWD##*/}: $*" >> "$CALLS"
[ "$1" = version ] && echo '{"terraform_version": "1.11.4"}'
[ "$1" = output ] && echo '{}'
exit 0
`;

/** Represents a clone with synthesized stacks and a stand-in for Terraform. */
class CdktfClone extends Clone {
  readonly #calls = join(this.directory, "calls.txt");

  constructor() {
    super();
    const bin = join(this.directory, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "terraform"), terraformProgram, { mode: 0o755 });
  }

  /** Runs a command of cdktf. @returns its result, and the calls of Terraform in the stacks' folders */
  async type(command: string, environment: Readonly<Record<string, string>> = {}) {
    rmSync(this.#calls, { force: true });
    const path = [join(this.directory, "bin"), process.env.PATH ?? ""].join(delimiter);
    const child = spawn(cdktf, command.split(" "), {
      cwd: this.directory,
      env: { PATH: path, HOME: this.directory, CALLS: this.#calls, ...quiet, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (text: Buffer) => (said += text.toString()));
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
    const terraform = existsSync(this.#calls) ? readFileSync(this.#calls, "utf8").trim().split("\n") : [];
    return {
      status,
      said,
      // cdktf also reads the version, and locks the providers after each init.
      terraform: terraform.filter((call) => /: (init|plan|apply|destroy)\b/.test(call)),
    };
  }
}

describe("the command cdktf", () => {
  if (!runs) {
    it("is not tested, because cdktf-cli has no binary for this version of Node.js", () => {
      expect(runs).toBe(false);
    });
    return;
  }

  it("synthesizes the same stacks as the program alone", async () => {
    const [one, other] = [new Clone(), new Clone()];

    const run = synth(one);

    await other.synthesize();
    const stacks = (clone: Clone) => [...clone.files()].filter(([path]) => path.endsWith("cdk.tf.json"));
    expect(run.status).toBe(0);
    expect(run.said).toMatch(/Generated Terraform code for the stacks: .*kite.*local/);
    expect(run.said).toContain("account (in the deployment file): expected the 12 digits");
    expect(stacks(one)).toEqual(stacks(other));
    expect(stacks(one).length).toBeGreaterThanOrEqual(3);
  });

  it("fails if KITE_DEPLOYMENT names a missing file", () => {
    const clone = new Clone();

    const run = synth(clone, { KITE_DEPLOYMENT: "none" });

    expect(run.status).toBe(1);
    expect(run.said).toContain("deployments/none.json");
    expect(run.said).not.toContain("Generated Terraform code");
  });

  describe.each([
    ["shared state", {}, ["local", "kite-state", "kite-build", "kite"]],
    ["local state", { KITE_STATE: "local" }, ["kite-local-build", "kite-local"]],
  ])("for the stacks with %s", (_whose, environment, stacks) => {
    const clone = new CdktfClone();
    beforeAll(() => clone.synthesize(environment));

    it.each(stacks)("plans %s with cdktf diff", async (stack) => {
      const run = await clone.type(`diff ${stack} --skip-synth`, environment);

      expect(run).toMatchObject({
        status: 0,
        // The plan of kite-state also imports the existing bucket.
        terraform: [`${stack}: init`, expect.stringMatching(`^${stack}: plan -input=false .*-out plan$`)],
      });
    });

    it.each([
      ["deploy", "apply"],
      ["destroy", "destroy"],
    ])("runs cdktf %s for all these stacks", async (verb, terraformVerb) => {
      const run = await clone.type(`${verb} ${stacks.join(" ")} --auto-approve --skip-synth`, environment);

      expect(run.status).toBe(0);
      expect([...run.terraform].sort()).toEqual(
        stacks.flatMap((stack) => [`${stack}: ${terraformVerb} -auto-approve`, `${stack}: init`]).sort(),
      );
    });
  });

  describe("with the arguments of the original README", () => {
    const clone = new CdktfClone();
    const command = "deploy kite --var-file=.env --auto-approve";
    beforeAll(() => {
      cpSync(join(repositoryFolder, ".env.example.txt"), join(clone.directory, ".env"));
      writeFileSync(join(clone.directory, "main.ts"), original);
    });

    it("deploys only kite, with the variables of .env", async () => {
      const run = await clone.type(`${command} --ignore-missing-stack-dependencies`);

      expect(run).toMatchObject({
        status: 0,
        terraform: ["kite: init", `kite: apply -auto-approve -var-file=${join(clone.directory, ".env")}`],
      });
    });

    it("fails without --ignore-missing-stack-dependencies, and reports that kite-build must be deployed first", async () => {
      const run = await clone.type(`${command} --skip-synth`);

      expect(run.status).not.toBe(0);
      expect(run.said).toContain("kite-build");
      expect(run.terraform).toEqual([]);
    });
  });
});
