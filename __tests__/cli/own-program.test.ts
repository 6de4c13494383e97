import { Workshop } from "./stand-ins";

const synthProgram = `import { App } from "cdktf";
import { BuildStack } from "./stacks/build-stack";
import { KiteStack } from "./stacks/kite-stack";

const app = new App();
new BuildStack(app, "kite-build", {
  gitRepositoryUrl: "https://git.example.org/ada/chat",
  region: "eu-north-1",
  s3BucketWithState: "k1te-chat-tfstate",
});
new KiteStack(app, "kite", { region: "eu-north-1", s3BucketWithState: "k1te-chat-tfstate" });
new KiteStack(app, "kite-local", { region: "eu-north-1" });
app.synth();
`;

const protectedStages = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: { actions: ["delete"], before: { deletion_protection_enabled: true } },
    },
  ],
});

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const clean = JSON.stringify({ format_version: "1.2" });

/** Creates a clone with a user's own `main.ts`. Its deployment file, with the placeholder account, is not read. */
const workshop = () => new Workshop().file("main.ts", synthProgram);

// Each command starts the program and Terraform, one after the other.
jest.setTimeout(240_000);

describe("with a main.ts of your own", () => {
  it.each(["kite", "kite-local"])("npx kite drift checks %s", async (stack) => {
    const shop = workshop();

    const drift = await shop.run("drift", { PLAN: clean }, [stack]);

    expect(drift).toMatchObject({ status: 0, stderr: "" });
    expect(drift.stdout).toContain(`Stack ${stack}: clean.`);
    expect(shop.calls.at(-1)).toBe(`${here(stack)} show -json -no-color drift.tfplan`);
  });

  it("npm run diff compares any of its stacks, and lists them if the argument is not one of them", async () => {
    const shop = workshop();

    const diff = await shop.run("diff", {}, ["kite-local"]);
    const unknown = await shop.run("diff", {}, ["chat"]);

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(shop.calls).toContain(`${here("kite-local")} plan -input=false -out=diff.tfplan`);
    expect(unknown).toMatchObject({
      status: 1,
      stderr: '<stack>: expected a stack of main.ts (kite, kite-build, kite-local), received "chat".\n',
    });
  });

  it("npm run synth prints the files of all its stacks, or of one stack", async () => {
    const shop = workshop();

    const all = await shop.run("synth");
    const one = await shop.run("synth", {}, ["kite-local"]);
    const unknown = await shop.run("synth", {}, ["local"]);

    const written = (stack: string) => `Written: cdktf.out/stacks/${stack}/cdk.tf.json\n`;
    expect(all).toEqual({
      status: 0,
      stdout: ["kite", "kite-build", "kite-local"].map(written).join(""),
      stderr: "",
    });
    expect(one).toEqual({ status: 0, stdout: written("kite-local"), stderr: "" });
    expect(unknown).toMatchObject({
      status: 1,
      stderr: '<stack>: expected a stack of main.ts (kite, kite-build, kite-local), received "local".\n',
    });
  });

  it("npm run deploy-build and destroy-build plan and apply its stack kite-build", async () => {
    const shop = workshop();

    const runs = [await shop.run("deploy-build"), await shop.run("destroy-build")];

    expect(runs).toMatchObject([
      { status: 0, stderr: "", stdout: expect.stringContaining("npx kite github-credentials") },
      { status: 0, stderr: "" },
    ]);
    expect(shop.calls.filter((call) => / (plan|apply) /.test(call))).toEqual([
      `${here("kite-build")} plan -input=false -out=kite-build.tfplan`,
      `${here("kite-build")} apply -input=false kite-build.tfplan`,
      `${here("kite-build")} plan -destroy -input=false -out=kite-build.tfplan`,
      `${here("kite-build")} apply -input=false kite-build.tfplan`,
    ]);
  });

  it("npm run deploy-kite rejects a runtime that cannot run the zip of kite-build", async () => {
    const shop = workshop().file(
      "main.ts",
      synthProgram.replace(
        'new KiteStack(app, "kite", {',
        'new KiteStack(app, "kite", { s3SourceBucketName: "k1te-chat-tfstate-source", mainLambdaS3Key: "main.zip", runtime: "provided.al2023",',
      ),
    );

    const deploy = await shop.run("deploy-kite");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/received "provided\.al2023" for main\.zip .* bundle for Node\.js/);
    expect(deploy.stderr).toMatch(/Nothing changed: the stack kite cannot be deployed as it is\. .*\n$/);
    expect(shop.calls.filter((call) => / (plan|apply) /.test(call))).toEqual([]);
  });

  it("npm run deploy-kite plans and applies its stack kite, with Terraform's variables from .env", async () => {
    const shop = workshop().file(".env", 'CLOUDFLARE_API_TOKEN="made-up"\n');

    const deploy = await shop.run("deploy-kite");

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(shop.calls).toEqual([
      "terraform version -json",
      `${here("kite")} init -input=false -reconfigure`,
      `${here("kite")} plan -input=false -out=kite.tfplan`,
      `${here("kite")} show -json kite.tfplan`,
      `${here("kite")} apply -input=false kite.tfplan`,
    ]);
  });

  it("npm run destroy-kite reports how to remove the protection of tables", async () => {
    const shop = workshop();

    const refused = await shop.run("destroy-kite", { PLAN: protectedStages }, ["--remove-prod", "--yes"]);
    const destroyed = await shop.run("destroy-kite");

    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(
      /prod_Tables_Members_1 is protected against deletion.*"protect: false".*main\.ts/,
    );
    expect(destroyed.status).toBe(0);
    expect(shop.calls.filter((call) => call.includes(" apply "))).toHaveLength(1);
  });
});
