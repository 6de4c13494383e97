import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { Clone } from "./clone";

/** A `terraform` that returns the schema of one provider, so that the test does not use the registry. */
const terraformProgram = `#!/usr/bin/env node
const [command] = process.argv.slice(2).filter((it) => !it.startsWith("-chdir"));
const block = (attributes, block_types = {}) => ({ version: 0, block: { attributes, block_types } });
const text = { type: "string", optional: true };
const pet = block(
  { id: { type: "string", computed: true }, length: { type: "number", optional: true }, prefix: text },
  { timeouts: { nesting_mode: "single", block: { attributes: { create: text } } },
    tags: { nesting_mode: "list", block: { attributes: { name: text } } } },
);
const random = { provider: block({}), resource_schemas: { random_pet: pet }, data_source_schemas: {} };
if (command === "version") console.log(JSON.stringify({ terraform_version: "1.11.4" }));
if (command === "providers") {
  const provider_schemas = { "registry.terraform.io/hashicorp/random": random };
  console.log(JSON.stringify({ format_version: "1.0", provider_schemas }));
}
`;

const synthProgram = `import { App } from "cdktf";
import { Pet } from "./.gen/providers/random/pet";
import { RandomProvider } from "./.gen/providers/random/provider";
import { StateStack } from "./stacks/state-stack";

const app = new App();
const stack = new StateStack(app, "kite-state", { region: "eu-north-1" });
new RandomProvider(stack, "random");
new Pet(stack, "pet", { length: 2 });
app.synth();
`;

/** Whether cdktf runs. It is optional: its terminal module lacks binaries for some versions of Node.js. */
const hasCdktf =
  spawnSync(process.execPath, ["--eval", 'require("@cdktf/node-pty-prebuilt-multiarch")'], {
    cwd: repositoryFolder,
  }).status === 0;

jest.setTimeout(240_000);

describe("a program with bindings that cdktf generated for another provider", () => {
  if (!hasCdktf) {
    it("is not tested, because cdktf-cli has no binary for this version of Node.js", () => {
      expect(hasCdktf).toBe(false);
    });
    return;
  }

  it("compiles and is synthesized, and the linter ignores the bindings", async () => {
    const clone = new Clone();
    rmSync(join(clone.directory, "deployments"), { recursive: true });
    const file = (name: string, text: string) => writeFileSync(join(clone.directory, name), text);
    mkdirSync(join(clone.directory, "bin"));
    file("bin/terraform", terraformProgram);
    chmodSync(join(clone.directory, "bin/terraform"), 0o755);
    const run = (program: string, ...arguments_: readonly string[]) => {
      const { status, stdout, stderr } = spawnSync(
        join(repositoryFolder, "node_modules", ".bin", program),
        arguments_,
        {
          cwd: clone.directory,
          encoding: "utf8",
          env: {
            ...process.env,
            PATH: `${join(clone.directory, "bin")}:${process.env.PATH}`,
            CI: "1",
            CHECKPOINT_DISABLE: "1",
          },
        },
      );
      return { status, said: stdout + stderr };
    };

    const added = run("cdktf", "provider", "add", "hashicorp/random@=3.6.0", "--force-local");
    file("main.ts", synthProgram);
    const compiled = run("tsc", "--noEmit", "-p", "tsconfig.program.json");
    const biome = JSON.parse(readFileSync(join(repositoryFolder, "biome.json"), "utf8"));
    file("biome.json", JSON.stringify({ ...biome, vcs: { enabled: false } }));
    cpSync(join(repositoryFolder, ".biome"), join(clone.directory, ".biome"), { recursive: true });
    const linted = run("biome", "check", ".gen", "main.ts");
    const synthesized = await clone.synthesize();

    expect(added).toMatchObject({ status: 0, said: expect.stringContaining("Generated typescript") });
    expect(compiled).toEqual({ status: 0, said: "" });
    expect(linted).toMatchObject({ status: 0, said: expect.stringContaining("Checked 1 file") });
    expect(synthesized).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(clone.files().get("stacks/kite-state/cdk.tf.json")?.toString()).toContain("random_pet");
  });
});
