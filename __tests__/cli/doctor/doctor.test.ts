import { Workshop } from "../stand-ins";
import { AccountStandIn } from "./account-stand-in";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const secrets = {
  TELEGRAM_BOT_TOKEN: "7000000001:secret-of-the-bot",
  CLOUDFLARE_API_TOKEN: "secret-of-cloudflare",
  GITHUB_TOKEN: "secret-of-github",
  AWS_SECRET_ACCESS_KEY: "secret-of-aws",
};

const workshop = (deployment: object = deploymentFile) =>
  new Workshop().file("deployments/kite.json", JSON.stringify(deployment));

/** Splits the output into the status and the name of each line. */
const linesOf = (stdout: string) =>
  stdout
    .split("\n")
    .filter((line) => /^\w/.test(line))
    .map((line) => line.split(/ {2,}/).slice(0, 2));

describe("kite doctor on a fresh machine", () => {
  it("prints what is missing, with a fix for each failure, and skips what depends on it", async () => {
    const shop = new Workshop([]);

    const { status, stdout, stderr } = await shop.run("doctor", { AWS_EC2_METADATA_DISABLED: "true" });

    expect(status).toBe(1);
    expect(stderr).toBe("3 of 26 lines failed.\n");
    const lines = linesOf(stdout);
    const named = (status: string) => lines.flatMap(([found, name]) => (found === status ? [name] : []));
    expect(named("fail")).toEqual(["Terraform", "Settings", "Credentials"]);
    expect(named("warn")).toEqual(["Docker"]);
    expect(named("ok")).toEqual(["Node.js", "Database engine", "Region"]);
    expect(named("skipped")).toContain("Rights for kite");
    expect(stdout.match(/^ +To fix it: \S/gm)).toHaveLength(4);
  });

  it("checks only the machine for local, where Docker is required", async () => {
    const { status, stdout } = await new Workshop().run("doctor", { ENGINE: "down" }, ["local"]);

    expect(status).toBe(1);
    expect(linesOf(stdout)).toEqual([
      ["ok", "Node.js"],
      ["ok", "Terraform"],
      ["fail", "Docker"],
      ["ok", "Database engine"],
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, string, RegExp, RegExp]>([
    [
      "an old Terraform",
      { TERRAFORM_VERSION: "1.9.8" },
      "Terraform",
      /expected version 1\.10 or newer, received 1\.9\.8$/,
      /terraform/,
    ],
    [
      "an engine of Docker that is down",
      { ENGINE: "down" },
      "Docker",
      /does not respond$/,
      /^sudo systemctl start docker/,
    ],
    [
      "no permission for Docker",
      { ENGINE: "closed" },
      "Docker",
      /you have no permission to use it$/,
      /^sudo usermod/,
    ],
    [
      "a DynamoDB that does not answer",
      { DYNAMODB_ENDPOINT: "http://127.0.0.1:1" },
      "Database engine",
      /^DYNAMODB_ENDPOINT: nothing answers at http:\/\/127\.0\.0\.1:1$/,
      /^npm run deploy-local$/,
    ],
  ])("reports %s with its fix", async (_case, environment, name, text, fix) => {
    const { stdout } = await new Workshop().run("doctor", environment, ["local", "--json"]);

    const rows = JSON.parse(stdout) as readonly { readonly check: string }[];
    expect(rows.find(({ check }) => check === name)).toMatchObject({
      status: "fail",
      text: expect.stringMatching(text),
      fix: expect.stringMatching(fix),
    });
  });

  it("reports wrong settings as a line, without the values of secrets", async () => {
    const { status, stdout } = await workshop().run(
      "doctor",
      { KITE_SANDBOX: "UPPER", TELEGRAM_BOT_TOKEN: "secret-of-the-bot" },
      ["kite"],
    );

    expect(status).toBe(1);
    expect(linesOf(stdout).slice(2)).toEqual([
      ["fail", "Settings"],
      ["skipped", "Account and stages"],
    ]);
    expect(stdout).toContain('received "UPPER"');
    expect(stdout).not.toContain("secret-of-the-bot");
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      "an unknown stack",
      ["kyte"],
      /^<stack>: expected one of local, kite-state, kite-build, kite, received "kyte"/,
    ],
    [
      "a stage of another stack",
      ["kite-build", "dev"],
      /^<stage>: expected no stage, because only the stack kite/,
    ],
    [
      "an unknown stage",
      ["kite", "prod"],
      /^<stage>: expected a stage of deployments\/kite\.json \(dev\), received/,
    ],
  ])("rejects %s", async (_case, words, message) => {
    const { status, stderr } = await workshop().run("doctor", {}, words);

    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});

describe("kite doctor in an account", () => {
  let aws: AccountStandIn;
  beforeEach(async () => {
    aws = await AccountStandIn.start();
    aws.objects = new Map([["kite-state/terraform.tfstate", new Date()]]);
  });
  afterEach(() => aws.close());

  const environment = () => ({ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "test", ...secrets });

  it("succeeds if no line failed, checks the stack that it synthesizes, and prints no secret", async () => {
    const { status, stdout, stderr } = await workshop().run("doctor", environment(), ["kite-state"]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(linesOf(stdout)).toEqual([
      ["ok", "Node.js"],
      ["ok", "Terraform"],
      ["ok", "Settings"],
      ["ok", "Region"],
      ["ok", "Credentials"],
      ["ok", "Account"],
      ["ok", "Rights for kite-state"],
      ["ok", "State bucket"],
      ["ok", "State lock"],
    ]);
    expect(stdout).not.toMatch(/secret-of/);
    expect(aws.calls).toContain("SimulatePrincipalPolicy");
  });

  it("prints the lines as JSON with --json, and each failure has a fix", async () => {
    const { status, stdout } = await workshop().run("doctor", environment(), ["kite-build", "--json"]);

    const rows = JSON.parse(stdout) as readonly { readonly status: string; readonly fix?: string }[];
    expect(status).toBe(0);
    expect(rows).toContainEqual({
      check: "GitHub credential",
      status: "skipped",
      text: "gitRepositoryUrl is that of the example, so nothing is built",
    });
    expect(rows.filter(({ status, fix }) => ["warn", "fail"].includes(status) && !fix)).toEqual([]);
  });

  it("ends even if a service never answers", async () => {
    aws.silent.add("GetCallerIdentity");

    const { status, stdout } = await workshop().run("doctor", environment(), ["kite-state"]);

    expect(status).toBe(1);
    expect(stdout).toMatch(/^fail +Credentials +no answer within 30 seconds$/m);
  }, 90_000);
});
