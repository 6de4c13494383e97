import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite" };
const environment = {
  WEBSOCKET_URL: "wss://ws.example.org/dev",
  HTTP_URL: "https://api.example.org/dev",
  FILES_ORIGIN: "https://files.s3.eu-west-1.amazonaws.com",
};

let aws: AwsStandIn;
beforeEach(async () => {
  aws = await AwsStandIn.start();
  aws.functionEnvironment = environment;
});
afterEach(() => aws.close());

const workshop = () => new Workshop([]).file("deployments/kite.json", JSON.stringify(deploymentFile));
const outputs = (flags: readonly string[] = [], variables: Readonly<Record<string, string>> = {}) =>
  workshop().run("outputs", { ...aws.environment, ...variables }, ["dev", ...flags]);

describe("kite outputs", () => {
  it("prints each address of the stage on its own line", async () => {
    const { status, stdout, stderr } = await outputs();

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n").map((line) => line.split(/ +/))).toEqual([
      ["webSocketUrl", "wss://ws.example.org/dev"],
      ["httpUrl", "https://api.example.org/dev"],
      ["widgetUrl", "https://api.example.org/dev/widget.js"],
      ["chatPageUrl", "https://api.example.org/dev/chat/"],
      ["healthUrl", "https://api.example.org/dev/tg"],
      // An emulator serves buckets at its own address.
      ["filesOrigin", aws.url],
      ["isProxied", "false"],
      [""],
    ]);
    expect(aws.seen.map(({ path }) => path)).toEqual([
      expect.stringMatching(/\/functions\/dev-widget\/configuration\?Qualifier=live$/),
    ]);
  });

  it("prints the lines of a .env file with --as-env", async () => {
    aws.functionEnvironment = { ...environment, IS_PROXIED: "true" };

    const { stdout } = await outputs(["--as-env"]);

    expect(stdout.trim().split("\n")).toEqual([
      "WEBSOCKET_URL=wss://ws.example.org/dev",
      "HTTP_URL=https://api.example.org/dev",
      "WIDGET_URL=https://api.example.org/dev/widget.js",
      "CHAT_PAGE_URL=https://api.example.org/dev/chat/",
      "HEALTH_URL=https://api.example.org/dev/tg",
      `FILES_ORIGIN=${aws.url}`,
      "IS_PROXIED=true",
    ]);
  });

  it("prints the origin of an emulator's S3 that has a server of its own", async () => {
    const { stdout } = await outputs(["--as-env"], { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9000/s3" });

    expect(stdout).toContain("FILES_ORIGIN=http://127.0.0.1:9000\n");
  });

  it("prints an object with --json", async () => {
    const { stdout } = await outputs(["--json"]);

    expect(JSON.parse(stdout)).toMatchObject({ webSocketUrl: environment.WEBSOCKET_URL, isProxied: false });
  });

  it.each<[string, Readonly<Record<string, string>> | undefined, RegExp]>([
    [
      "is not deployed",
      undefined,
      /^There is no function dev-widget, so the stage is not deployed\. Deploy it/,
    ],
    [
      "has other functions",
      { WEBSOCKET_URL: environment.WEBSOCKET_URL },
      /^The environment of dev-widget lacks HTTP_URL and FILES_ORIGIN: deploy the stage again\.\n$/,
    ],
  ])("fails with one line if the stage %s", async (_case, functionEnvironment, message) => {
    aws.functionEnvironment = functionEnvironment;

    const { status, stdout, stderr } = await outputs();

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("lists the stages of the deployment if the stage does not exist", async () => {
    const { stderr } = await workshop().run("outputs", aws.environment, ["prod"]);

    expect(stderr).toMatch(/^<stage>: expected a stage of deployments\/kite\.json \(dev\), received "prod"/);
    expect(aws.seen).toEqual([]);
  });
});

describe("an expired SSO session", () => {
  it("is reported in one line with the command that renews it", async () => {
    const shop = workshop();
    const home = join(shop.clone.directory, "home");
    mkdirSync(join(home, ".aws"), { recursive: true });
    const profile = [
      "[profile work]",
      "sso_session = office",
      "sso_account_id = 123456789012",
      "sso_role_name = dev",
    ];
    const session = [
      "[sso-session office]",
      "sso_start_url = https://office.example.org",
      "sso_region = eu-west-1",
    ];
    writeFileSync(join(home, ".aws", "config"), [...profile, ...session, ""].join("\n"));

    const { status, stdout, stderr } = await shop.run(
      "outputs",
      { HOME: home, AWS_PROFILE: "work", AWS_ENDPOINT_URL: aws.url },
      ["dev"],
    );

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: "Your SSO session has expired. Renew it with: aws sso login --profile work\n",
    });
  });
});
