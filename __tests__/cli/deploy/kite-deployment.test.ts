import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const removesProd = JSON.stringify({
  resource_changes: [
    {
      address: "aws_dynamodb_table.prod_Tables_Members_1",
      type: "aws_dynamodb_table",
      change: { actions: ["delete"], before: { tags_all: { stage: "prod" } } },
    },
  ],
});

const changesProd = JSON.stringify({
  resource_changes: [
    ["aws_lambda_function.prod_outbox", ["update"]],
    ["aws_lambda_function.dev_outbox", ["update"]],
    ["aws_apigatewayv2_route.WebSocketApi_connect", ["create"]],
    ["aws_sqs_queue.prod_Outbox", ["no-op"]],
  ].map(([address, actions]) => ({ address, type: "any", change: { actions, before: {} } })),
});

const here = (stack: string) => `terraform -chdir=./cdktf.out/stacks/${stack}`;
const workshopWith = (deployment: object) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

/** Returns the state bucket of an account, with the state of `kite-state`. */
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

describe("kite deploy-kite", () => {
  const run = (workshop: Workshop, environment: Record<string, string> = {}, flags: string[] = []) =>
    workshop.run("deploy-kite", { ...aws.environment, ...environment }, flags);

  it("plans kite, checks the plan, and applies it", async () => {
    const workshop = workshopWith(deploymentFile);

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

  it("deploys kite-local if the state is local", async () => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, { KITE_STATE: "local" });

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toBe(`${here("kite-local")} apply -input=false kite.tfplan`);
  });

  it("fails with the placeholder account, and reports the key to set", async () => {
    const workshop = new Workshop();

    const deploy = await workshop.run("deploy-kite");

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^account \(deployments\/kite\.json\): expected the 12 digits .*, received the placeholder 000000000000\./,
    );
    expect(workshop.calls).toEqual([]);
  });

  it("accepts the placeholder account with an emulator", async () => {
    const workshop = new Workshop();

    const deploy = await run(workshop);

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
  });

  it.each([
    ["the state bucket does not exist", "elsewhere", /^There is no bucket elsewhere .* npx kite bootstrap\./],
    ["kite-state is not deployed", "empty", /^The stack kite-state is not deployed.* npx kite bootstrap\./],
  ])("fails if %s, and reports the command that fixes it", async (_case, bucket, message) => {
    aws.s3.with("empty");
    const workshop = workshopWith({ ...deploymentFile, stateBucket: bucket });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(message);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each<[string, Record<string, string>]>([
    [
      "there are no credentials",
      {
        AWS_ENDPOINT_URL: "",
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      },
    ],
    ["no server answers", { AWS_ENDPOINT_URL: "http://127.0.0.1:1" }],
  ])(
    "reports a problem with the credentials, not with the state bucket, if %s",
    async (_case, environment) => {
      const deploy = await run(workshopWith(deploymentFile), environment);

      expect(deploy.status).toBe(1);
      expect(deploy.stderr).toMatch(/^AWS did not accept the credentials: .+ Log in, .*"aws sso login"/);
      expect(deploy.stderr).not.toContain("stateBucket");
    },
  );

  it("reports that the state bucket belongs to another account", async () => {
    aws.s3.foreign.add("taken");

    const deploy = await run(workshopWith({ ...deploymentFile, stateBucket: "taken" }));

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/^The state bucket taken cannot be accessed: .*set another stateBucket/);
  });

  it.each([
    [
      "build",
      "kite-source-123456789012",
      /lacks outbox\.zip, lifecycle-handler\.zip, widget\.zip\. .*"npm run deploy-build"/,
    ],
    [
      "s3",
      "releases",
      /The bucket releases lacks outbox\.zip, lifecycle-handler\.zip, widget\.zip\. Upload the zips/,
    ],
  ])(
    "fails with code %s if the zips are not uploaded, and reports how to upload them",
    async (code, bucket, message) => {
      aws.s3.with(bucket, { "request-dispatcher.zip": "PK" });
      const keys = {
        s3SourceBucketName: bucket,
        mainLambdaS3Key: "request-dispatcher.zip",
        outboxLambdaS3Key: "outbox.zip",
        lifecycleLambdaS3Key: "lifecycle-handler.zip",
        widgetLambdaS3Key: "widget.zip",
      };
      const workshop = workshopWith({ ...deploymentFile, code, ...(code === "s3" && keys) });

      const deploy = await run(workshop);

      expect(deploy.status).toBe(1);
      expect(deploy.stderr).toMatch(message);
      expect(workshop.calls).toEqual(["terraform version -json"]);
    },
  );

  it("reports that the account may need kite bootstrap if the state is local", async () => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, { KITE_STATE: "local" });

    expect(deploy.stdout).toContain("KITE_STATE=local npx kite bootstrap");
  });

  it("deploys the sandbox's own stack in a sandbox, with its state in the same bucket", async () => {
    aws.parameters = [...aws.parameters, "/ada-kite/dev/telegram-bot-token"];
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, { KITE_SANDBOX: "ada" });

    expect(deploy).toMatchObject({ status: 0, stderr: "" });
    expect(workshop.calls.at(-1)).toBe(`${here("ada-kite")} apply -input=false kite.tfplan`);
  });

  it("fails if a stage has no bot token, and reports the command that stores the token", async () => {
    const workshop = workshopWith({ ...deploymentFile, prodStage: true });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(
      /^kite cannot be deployed without:\n {2}- \/kite\/prod\/telegram-bot-token, /,
    );
    expect(deploy.stderr).not.toContain("/kite/dev/telegram-bot-token");
    expect(deploy.stderr).toMatch(/npx kite secrets prod$/m);
    expect(workshop.calls).toEqual(["terraform version -json"]);
  });

  it.each([
    [
      { alarmForwarder: true },
      "no alarm is sent to Slack or Telegram until it is stored. Set ALARM_FORWARDER_URL in .env",
    ],
    [{}, undefined],
  ])(
    "continues with %j and without a URL for alarms, and reports the missing URL if it is used",
    async (file, note) => {
      const workshop = workshopWith({ ...deploymentFile, ...file });

      const deploy = await run(workshop);

      expect(deploy).toMatchObject({ status: 0, stderr: "" });
      expect(deploy.stdout.includes("npx kite secrets app")).toBe(note !== undefined);
      expect(deploy.stdout).toContain(note ?? "Deployment kite");
    },
  );

  it("rejects a plan that removes prod", async () => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, { PLAN: removesProd });

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toContain("aws_dynamodb_table.prod_Tables_Members_1");
    expect(workshop.calls.filter((call) => call.includes(" apply "))).toEqual([]);
  });

  it("removes prod with the flag --remove-prod", async () => {
    const workshop = workshopWith(deploymentFile);

    const deploy = await run(workshop, { PLAN: removesProd }, ["--remove-prod", "--yes"]);

    expect(deploy.status).toBe(0);
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });

  it("changes prod without a terminal only with --yes, and never waits for an answer", async () => {
    const workshop = workshopWith(deploymentFile);

    const refused = await run(workshop, { PLAN: changesProd });
    const applied = workshop.calls.filter((call) => call.includes(" apply ")).length;
    const meant = await run(workshop, { PLAN: changesProd }, ["--yes"]);

    expect([refused.status, applied, meant.status]).toEqual([1, 0, 0]);
    expect(refused.stderr).toBe(
      "Nothing changed. The plan above changes prod (2 resources). Add --yes to continue.\n",
    );
    expect(workshop.calls.at(-1)).toContain(" apply ");
  });

  it("rejects a runtime that cannot run the zip of kite-build, although kite synth only prints a warning", async () => {
    aws.s3.with("kite-source-123456789012", {
      "request-dispatcher.zip": "PK",
      "outbox.zip": "PK",
      "lifecycle-handler.zip": "PK",
      "widget.zip": "PK",
    });
    const stages = { dev: { dispatcherRuntime: "provided.al2" } };
    const workshop = workshopWith({ ...deploymentFile, code: "build", stages });
    const warning = /Warning: Runtime of the request-dispatcher: provided\.al2 ended.*provided\.al2023/;

    const synth = await workshop.run("synth", { AWS_ENDPOINT_URL: aws.url }, ["kite"]);
    const deploy = await run(workshop);

    expect(synth).toMatchObject({ status: 0, stderr: expect.stringMatching(warning) });
    expect(deploy).toMatchObject({ status: 1, stderr: expect.stringMatching(warning) });
    expect(deploy.stderr).toMatch(/which kite-build fills with a bundle for Node\.js/);
    expect(deploy.stderr).toMatch(/Nothing changed: the stack kite cannot be deployed as it is\. .*\n$/);
    expect(workshop.calls.filter((call) => /plan|apply/.test(call))).toEqual([]);
  });

  it("reports invalid settings before it runs Terraform", async () => {
    const workshop = workshopWith({ app: "kite" });

    const deploy = await run(workshop);

    expect(deploy.status).toBe(1);
    expect(deploy.stderr).toMatch(/account[\s\S]*region/);
    expect(workshop.calls).toEqual([]);
  });
});
