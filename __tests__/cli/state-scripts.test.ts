import { AwsStandIn } from "./aws-stand-in";
import { Workshop } from "./stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const stateBucket = "kite-terraform-state-123456789012";
const ownState = { "kite-state/terraform.tfstate": '{"resources":[{}]}' };
const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
});
afterEach(() => aws.close());

const workshop = (file: object = deploymentFile) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(file));
const bucketsMade = () =>
  aws.seen.filter(({ method }) => method === "PUT").map(({ path }) => path.replace(/\/$/, ""));

describe("kite bootstrap", () => {
  it("creates the bucket in the deployment's region, and then deploys the stack that imports it", async () => {
    const shop = workshop();

    const run = await shop.run("bootstrap", aws.environment);

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(bucketsMade()).toEqual([`/${stateBucket}`]);
    expect(aws.seen.find(({ method }) => method === "PUT")?.body).toContain("eu-west-1");
    expect(shop.calls).toEqual([
      "terraform version -json",
      `${here("kite-state")} init -input=false -reconfigure`,
      `${here("kite-state")} plan -input=false -out=kite-state.tfplan`,
      `${here("kite-state")} apply -input=false kite-state.tfplan`,
    ]);
  });

  it("adds EMAIL to the deployment file once, so that other users get the same plan", async () => {
    const shop = workshop();
    const environment = { ...aws.environment, EMAIL: "ada@example.org" };

    const first = await shop.run("bootstrap", environment);
    const kept = shop.read("deployments/kite.json");
    const second = await shop.run("bootstrap", environment);

    expect([first.status, second.status]).toEqual([0, 0]);
    expect(JSON.parse(kept)).toEqual({ ...deploymentFile, driftEmails: ["ada@example.org"] });
    expect(first.stdout).toContain(
      "Added ada@example.org to driftEmails of deployments/kite.json. Commit the file.",
    );
    expect(shop.read("deployments/kite.json")).toBe(kept);
    expect(second.stdout).not.toContain("Commit the file");
  });

  it("does not create the bucket a second time", async () => {
    aws.s3.with(stateBucket, ownState);

    const run = await workshop().run("bootstrap", aws.environment);

    expect(run.status).toBe(0);
    expect(run.stdout).toContain(`The bucket ${stateBucket} already exists.`);
    expect(bucketsMade()).toEqual([]);
  });

  it("creates no bucket if the state is local", async () => {
    const shop = workshop();

    const run = await shop.run("bootstrap", { ...aws.environment, KITE_STATE: "local" });

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(aws.seen).toEqual([]);
    expect(shop.calls.at(-1)).toBe(`${here("kite-state-local")} apply -input=false kite-state.tfplan`);
  });

  it.each<[string, Record<string, string>, object, RegExp]>([
    [
      "a sandbox",
      { KITE_SANDBOX: "ada" },
      deploymentFile,
      /^KITE_SANDBOX: expected no value, received "ada"/,
    ],
    [
      "the placeholder account",
      { AWS_ENDPOINT_URL: "" },
      { ...deploymentFile, account: "000000000000" },
      /^account .* placeholder/,
    ],
    [
      "an old version of Terraform",
      { TERRAFORM_VERSION: "1.9.8" },
      deploymentFile,
      /^Terraform is too old: expected .* received 1\.9\.8/,
    ],
  ])("rejects %s, and creates nothing", async (_case, environment, file, message) => {
    const run = await workshop(file).run("bootstrap", { ...aws.environment, ...environment });

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(message);
    expect(bucketsMade()).toEqual([]);
  });
});

describe("kite destroy-state", () => {
  const destroy = (shop: Workshop, flags: string[] = ["--yes"], environment: Record<string, string> = {}) =>
    shop.run("destroy-state", { ...aws.environment, ...environment }, flags);

  it("destroys the account's resources with Terraform, then every object version, and then the bucket", async () => {
    aws.s3.with(stateBucket, { ...ownState, "kite/terraform.tfstate": '{"resources":[]}' });
    const shop = workshop();

    const run = await destroy(shop);

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(aws.s3.buckets.size).toBe(0);
    const targets = shop.calls.at(-1)?.match(/-target=\w+/g);
    expect(targets).toEqual([
      "-target=aws_api_gateway_account",
      "-target=aws_iam_role_policy_attachment",
      "-target=aws_iam_role",
    ]);
  });

  it("fails while another stack in the bucket has resources", async () => {
    aws.s3.with(stateBucket, { ...ownState, "ada-kite/terraform.tfstate": '{"resources":[{}]}' });
    const shop = workshop();

    const run = await destroy(shop);

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(
      /^Nothing was deleted, because stacks still have resources: ada-kite\/terraform\.tfstate\./,
    );
    expect(aws.s3.buckets.has(stateBucket)).toBe(true);
    expect(shop.calls).toEqual(["terraform version -json"]);
  });

  it("reports the planned deletion, and deletes nothing, without --yes", async () => {
    aws.s3.with(stateBucket, ownState);

    const run = await destroy(workshop(), []);

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(new RegExp(`^To do: delete .*${stateBucket}`));
    expect(run.stderr).toContain("add --yes");
    expect(aws.s3.buckets.has(stateBucket)).toBe(true);
  });

  it("succeeds without a change if the bucket does not exist", async () => {
    const run = await destroy(workshop());

    expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining("nothing to delete") });
  });
});

describe("kite unprotect", () => {
  const PROD = { ...deploymentFile, prodStage: true, stages: { prod: { dispatcherMemorySizeMb: 256 } } };

  it("sets protect to false in the deployment file, and applies only the stage's tables and bucket", async () => {
    aws.s3.with(stateBucket, ownState);
    const shop = workshop(PROD);

    const run = await shop.run("unprotect", aws.environment, ["prod", "--yes"]);

    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(shop.read("deployments/kite.json"))).toEqual({
      ...PROD,
      stages: { prod: { dispatcherMemorySizeMb: 256, protect: false } },
    });
    const plan = shop.calls.find((call) => call.includes(" plan ")) ?? "";
    expect(plan.match(/-target=\S+/g)).toHaveLength(5);
    expect(plan.match(/-target=aws_(dynamodb_table|s3_bucket)\.prod_/g)).toHaveLength(5);
    expect(shop.calls.at(-1)).toBe(`${here("kite")} apply -input=false unprotect.tfplan`);
  });

  it("rejects the argument prod without --yes, and changes nothing", async () => {
    const shop = workshop(PROD);

    const run = await shop.run("unprotect", aws.environment, ["prod"]);

    expect(run.status).toBe(1);
    expect(run.stderr).toContain("add --yes");
    expect(JSON.parse(shop.read("deployments/kite.json"))).toEqual(PROD);
  });

  it("allows destroy-kite to delete the stage afterwards", async () => {
    aws.s3.with(stateBucket, ownState);
    const shop = workshop(PROD);
    await shop.run("unprotect", aws.environment, ["prod", "--yes"]);

    const destroy = await shop.run("destroy-kite", aws.environment, ["--remove-prod"]);

    expect(destroy).toMatchObject({ status: 0, stderr: "" });
  });
});
