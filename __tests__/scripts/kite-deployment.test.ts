import { AwsStandIn } from "./aws-stand-in";
import { Workshop } from "./stand-ins";

const FILE = { account: "123456789012", region: "eu-west-1", app: "kite" };
const REMOVES_PROD = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: { actions: ["delete"], before: { tags_all: { stage: "prod" } } },
    },
  ],
});

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

/** The bucket of the states of an account, with what `kite-state` left in it. */
function stateBucket(account: string): [name: string, objects: Record<string, string>] {
  return [`kite-terraform-state-${account}`, { "kite-state/terraform.tfstate": "{}" }];
}

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await AwsStandIn.start();
  aws.parameters = ["/kite/dev/telegram-bot-token"];
  aws.s3.with(...stateBucket("123456789012")).with(...stateBucket("000000000000"));
});
afterAll(() => aws.close());

describe("deploy-kite", () => {
  const run = (workshop: Workshop, environment: Record<string, string> = {}, flags: string[] = []) =>
    workshop.run("deploy-kite", { ...aws.environment, ...environment }, flags);

  it("plans, looks at the plan, and does what it says", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls).toEqual([
      "terraform version -json",
      `${here("kite")} init -input=false -reconfigure`,
      `${here("kite")} plan -input=false -out=kite.tfplan`,
      `${here("kite")} show -json kite.tfplan`,
      `${here("kite")} apply -input=false kite.tfplan`,
    ]);
  });

  it("works on kite-local when the state is local", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { KITE_STATE: "local" });

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toBe(`${here("kite-local")} apply -input=false kite.tfplan`);
  });

  it("stops at the placeholder account and says what to set", async () => {
    const workshop = new Workshop();

    const deploy = await workshop.run("deploy-kite");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^account \(deployments\/kite\.json\): got the placeholder 000000000000; wanted the 12 digits/,
    );
    expect(workshop.calls).toEqual([]);
  });

  it("takes the placeholder account for an emulator", async () => {
    const workshop = new Workshop();

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    ["there is no bucket for the state", "elsewhere", /^There is no bucket elsewhere .* npm run bootstrap\./],
    ["kite-state is not deployed", "empty", /^The stack kite-state is not deployed.* npm run bootstrap\./],
  ])("stops when %s, with the command that mends it", async (_case, bucket, message) => {
    aws.s3.with("empty");
    const workshop = workshopWith({ ...FILE, stateBucket: bucket });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(message);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each([
    ["build", "kite-source-123456789012", /outbox\.zip, lifecycle-handler\.zip in .*"npm run deploy-build"/],
    ["s3", "releases", /outbox\.zip, lifecycle-handler\.zip in the bucket releases\. Upload the zips/],
  ])("stops when code %s is not there yet, with what puts it there", async (code, bucket, message) => {
    aws.s3.with(bucket, { "request-dispatcher.zip": "PK" });
    const keys = {
      s3SourceBucketName: bucket,
      mainLambdaS3Key: "request-dispatcher.zip",
      outboxLambdaS3Key: "outbox.zip",
      lifecycleLambdaS3Key: "lifecycle-handler.zip",
    };
    const workshop = workshopWith({ ...FILE, code, ...(code === "s3" && keys) });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(message);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("says what may be missing in the account when the state is local", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { KITE_STATE: "local" });

    expect(deploy.stdout).toContain("KITE_STATE=local npm run bootstrap");
  });

  it("works on a deployment of its own in a sandbox, with the state in the same bucket", async () => {
    aws.parameters = [...aws.parameters, "/ada-kite/dev/telegram-bot-token"];
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { KITE_SANDBOX: "ada" });

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.at(-1)).toBe(`${here("ada-kite")} apply -input=false kite.tfplan`);
  });

  it("stops when a stage has no bot token, with the command that puts it there", async () => {
    const workshop = workshopWith({ ...FILE, prodStage: true });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^kite cannot be deployed without:\n {2}- \/kite\/prod\/telegram-bot-token, /,
    );
    expect(deploy.stderr).not.toContain("/kite/dev/telegram-bot-token");
    expect(deploy.stderr).toMatch(/npm run secrets -- prod$/m);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each([
    [{ alarmForwarder: true }, "no alarm goes to Slack or Telegram. Write ALARM_FORWARDER_URL into .env"],
    [{}, undefined],
  ])("goes on with %j and no URL for alarms, and says so where it is read", async (file, note) => {
    const workshop = workshopWith({ ...FILE, ...file });

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(deploy.stdout.includes("npm run secrets -- app")).toBe(note !== undefined);
    expect(deploy.stdout).toContain(note ?? "Deployment kite");
  });

  it("refuses a plan that removes prod", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { PLAN: REMOVES_PROD });

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toContain("aws_dynamodb_table.prod_Tables_Members_1");
    expect(workshop.calls.filter((call) => call.includes(" apply "))).toEqual([]);
  });

  it("honors the flag --remove-prod", async () => {
    const workshop = workshopWith(FILE);

    const deploy = await run(workshop, { PLAN: REMOVES_PROD }, ["--remove-prod"]);

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });

  it("names the faults of the settings and asks nobody", async () => {
    const workshop = workshopWith({ app: "kite" });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/account[\s\S]*region/);
    expect(workshop.calls).toEqual([]);
  });
});

describe("destroy-kite", () => {
  const run = (workshop: Workshop, environment: Record<string, string> = {}, flags: string[] = []) =>
    workshop.run("destroy-kite", { ...aws.environment, ...environment }, flags);

  it("plans the destroy of a deployment whose stages are not protected, and does it", async () => {
    const workshop = workshopWith(FILE);

    const destroy = await run(workshop);

    expect(destroy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.slice(2)).toEqual([
      `${here("kite")} plan -destroy -input=false -out=kite.tfplan`,
      `${here("kite")} show -json kite.tfplan`,
      `${here("kite")} apply -input=false kite.tfplan`,
    ]);
  });

  it("refuses a protected stage and says which command takes the protection off", async () => {
    const workshop = workshopWith({ ...FILE, prodStage: true });

    const destroy = await run(workshop);

    expect(destroy.status).toBe(1);
    expect(destroy.stderr).toMatch(
      /^Nothing was destroyed: prod is protected.*npm run unprotect -- prod --yes/,
    );
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it("refuses to take prod along without --remove-prod, and honors that", async () => {
    const workshop = workshopWith(FILE);

    const refused = await run(workshop, { PLAN: REMOVES_PROD });
    const applied = workshop.calls.filter((call) => call.includes(" apply ")).length;
    const meant = await run(workshop, { PLAN: REMOVES_PROD }, ["--remove-prod"]);

    expect([refused.status, applied, meant.status]).toEqual([1, 0, 0]);
    expect(refused.stderr).toContain("aws_dynamodb_table.prod_Tables_Members_1");
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });
});

describe("diff", () => {
  it("plans and changes nothing", async () => {
    const workshop = workshopWith(FILE);

    const diff = await workshop.run("diff", aws.environment);

    expect(diff).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.map((call) => call.split(" ")[2])).toEqual(["-json", "init", "plan"]);
  });
});
