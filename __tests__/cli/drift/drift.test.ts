import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";
import { resource } from "./plan-parts";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const planOf = (parts: object) => JSON.stringify({ format_version: "1.2", ...parts });
const clean = planOf({});
const driftedPlan = planOf({
  resource_drift: [
    resource("aws_dynamodb_table.dev_Members", {
      before: { tags: {}, secret: "hush-hush" },
      after: { tags: { Owner: "ada" }, secret: "hush-hush too" },
      before_sensitive: { secret: true },
      after_sensitive: { secret: true },
    }),
  ],
});
const newCode = planOf({
  resource_drift: [
    resource("aws_lambda_function.dev_outbox", { before: { version: "1" }, after: { version: "2" } }),
  ],
});

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await AwsStandIn.start();
  aws.s3.with("kite-terraform-state-123456789012", { "kite-state/terraform.tfstate": "{}" });
});
afterAll(() => aws.close());

const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));
const run = (
  workshop: Workshop,
  environment: Record<string, string> = {},
  words: readonly string[] = ["kite", "--report", "drift.json"],
) => workshop.run("drift", { ...aws.environment, PLAN: clean, ...environment }, words);
const json = (workshop: Workshop) => JSON.parse(workshop.read("drift.json")) as unknown;

describe("kite drift", () => {
  it("plans with a refresh and without a lock, and exits with 0 for a clean stack", async () => {
    const workshop = workshopWith(deploymentFile);

    const drift = await run(workshop);

    expect(drift).toMatchObject({ status: 0, stderr: "" });
    expect(drift.stdout).toMatch(/^Deployment kite, stack kite: .*\nStack kite: clean\./);
    expect(json(workshop)).toMatchObject({ stack: "kite", verdict: "clean", resources: [], notListed: 0 });
    expect(workshop.calls).toEqual([
      "terraform version -json",
      `${here("kite")} init -input=false -no-color -reconfigure`,
      `${here("kite")} plan -refresh=true -lock=false -input=false -no-color -out=drift.tfplan`,
      `${here("kite")} show -json -no-color drift.tfplan`,
    ]);
  });

  it("exits with 2 for drift, and reports addresses and attributes without values", async () => {
    const workshop = workshopWith(deploymentFile);

    const drift = await run(workshop, { PLAN: driftedPlan });

    expect(drift).toMatchObject({ status: 2, stderr: "" });
    expect(drift.stdout).toContain("  - aws_dynamodb_table.dev_Members changed: secret, tags.Owner");
    expect(json(workshop)).toEqual({
      stack: "kite",
      verdict: "drift",
      summary: "1 drifted outside Terraform.",
      resources: [
        {
          address: "aws_dynamodb_table.dev_Members",
          class: "drifted",
          change: "changed",
          attributes: ["secret", "tags.Owner"],
          restoredByDeploy: false,
        },
      ],
      notListed: 0,
      ignored: [],
      expired: [],
    });
    expect(`${drift.stdout}${workshop.read("drift.json")}`).not.toMatch(/hush-hush|ada/);
  });

  it.each([
    ["kite-state", {}, "kite-state"],
    ["kite-build", {}, "kite-build"],
    ["kite", { KITE_STATE: "local" }, "kite-local"],
    ["kite", { KITE_SANDBOX: "ada" }, "ada-kite"],
  ])("checks %s with %j in the folder %s", async (stack, environment, folder) => {
    const workshop = workshopWith(deploymentFile);

    const drift = await run(workshop, environment, [stack]);

    expect(drift).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.at(-1)).toContain(`-chdir=./cdktf.out/stacks/${folder} show`);
  });

  it.each([
    ["build", 0],
    ["asset", 2],
  ])("with code %s exits with %d if functions have new code", async (code, status) => {
    const workshop = workshopWith({ ...deploymentFile, code });

    const drift = await run(workshop, { PLAN: newCode });

    expect(drift.status).toBe(status);
  });

  it("honors the ignore list next to the deployment file", async () => {
    const entry = { address: "aws_dynamodb_table.*", reason: "The auditors do this.", until: "2999-01-01" };
    const workshop = workshopWith(deploymentFile).file(
      "deployments/kite.drift-ignore.json",
      JSON.stringify([
        { ...entry, attributes: ["tags", "secret"] },
        { ...entry, attributes: ["ttl"], until: "2020-01-01" },
      ]),
    );

    const drift = await run(workshop, { PLAN: driftedPlan });

    expect(drift.status).toBe(0);
    expect(drift.stdout).toMatch(/Ignored:\n {2}- aws_dynamodb_table.*The auditors do this/);
    expect(json(workshop)).toMatchObject({ verdict: "clean", expired: [{ attributes: ["ttl"] }] });
  });

  it("prints the report as JSON with --json, and its progress to standard error", async () => {
    const workshop = workshopWith(deploymentFile);

    const drift = await workshop.run("drift", { ...aws.environment, PLAN: clean }, ["kite", "--json"]);

    expect(drift.status).toBe(0);
    expect(JSON.parse(drift.stdout)).toMatchObject({ stack: "kite", verdict: "clean" });
    expect(drift.stderr).toMatch(/^Deployment kite, stack kite: .* The check changes nothing\.\n$/);
  });

  it("writes no file without --report", async () => {
    const workshop = workshopWith(deploymentFile);

    await run(workshop, { PLAN: driftedPlan }, ["kite"]);

    expect(workshop.has("drift.json")).toBe(false);
  });
});

describe("the exit code of kite drift", () => {
  const TOKEN = "cloudflare-token-0123456789";
  const box = (text: string) => `\u001B[31m╷\n│ Warning: old\n│ \n│ Error: ${text}\n│ \n╵\u001B[0m\n`;

  it.each<[string, object, Record<string, string>, RegExp]>([
    [
      "init fails",
      deploymentFile,
      { TERRAFORM_FAILS_AT: "init", TERRAFORM_SAYS: box("no such provider") },
      /^"terraform init" failed \(exit code 1\): Error: no such provider$/,
    ],
    [
      "the plan fails with an error of the provider that contains a secret",
      deploymentFile,
      { TERRAFORM_FAILS_AT: "plan", TERRAFORM_SAYS: box(`403 for ${TOKEN}`), CLOUDFLARE_API_TOKEN: TOKEN },
      /^"terraform plan" failed \(exit code 1\): Error: 403 for \(secret\)$/,
    ],
    [
      "Terraform fails without an error message",
      deploymentFile,
      { TERRAFORM_FAILS_AT: "show" },
      /"terraform show drift\.tfplan" failed .*: it printed no error\.$/,
    ],
    [
      "the plan is not JSON",
      deploymentFile,
      { PLAN: "hush-hush {" },
      /^Terraform's JSON of the plan is not JSON\.$/,
    ],
    [
      "the plan is JSON of another format",
      deploymentFile,
      { PLAN: '{"a":1}' },
      /^Terraform's JSON of the plan: expected format version 1\.x, received \(none\)/,
    ],
    ["settings are invalid", { ...deploymentFile, region: 1 }, {}, /region/],
    [
      "kite-state does not exist",
      { ...deploymentFile, stateBucket: "elsewhere" },
      {},
      /no bucket elsewhere .*npx kite bootstrap/,
    ],
    [
      "the account is the placeholder",
      { ...deploymentFile, account: "000000000000" },
      { AWS_ENDPOINT_URL: "" },
      /placeholder 000000000000/,
    ],
  ])("is 1, with the reason, if %s", async (_case, file, environment, reason) => {
    const workshop = workshopWith(file).file("drift.json", '{"verdict":"clean"}');

    const drift = await run(workshop, environment);

    expect(drift.status).toBe(1);
    expect(drift.stderr.trim()).toMatch(reason);
    expect(json(workshop)).toEqual({ stack: "kite", verdict: "failed", reason: drift.stderr.trim() });
    expect(drift.stdout + drift.stderr).not.toMatch(/hush-hush|cloudflare-token/);
  });

  it("is 1, without a plan, if the ignore list is invalid", async () => {
    const workshop = workshopWith(deploymentFile).file("deployments/kite.drift-ignore.json", "[{}]");

    const drift = await run(workshop);

    expect(drift.status).toBe(1);
    expect(drift.stderr).toMatch(/deployments\/kite\.drift-ignore\.json has faults:\n {2}- entry 1, address/);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each([
    ["no stack", [], /^Expected <stack>, received no argument\. Run npx kite drift/],
    ["two stacks", ["kite", "local"], /^Expected <stack>, received "kite local"/],
    ["an unknown flag", ["kite", "--yaml"], /--yaml[\s\S]*npx kite drift/],
    ["the stack local", ["local"], /^<stack>: expected one of kite-state, .*kite.*, received "local"/],
  ])("is 1, without a plan, for %s", async (_case, words, message) => {
    const workshop = workshopWith(deploymentFile);

    const drift = await run(workshop, {}, words);

    expect(drift.status).toBe(1);
    expect(drift.stderr).toMatch(message);
    expect(workshop.calls).toEqual([]);
  });

  it("is documented in the help", async () => {
    const help = await run(workshopWith(deploymentFile), {}, ["--help"]);

    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toMatch(/Exit code 0: no drift; 2: drift; 1: the check failed/);
  });
});
