import { freePort } from "@kite-chat/stack-server";
import { type Host, KiteRun } from "../../../checks/harness/kite-run";
import { AwsStandIn } from "../aws-stand-in";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-west-1", app: "kite", prodStage: true };

let run: KiteRun;
let host: Host;
let aws: AwsStandIn;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
  aws = await AwsStandIn.start();
});
afterAll(async () => {
  await aws?.close();
  await run?.close();
});

const httpUrl = () => `${run.server.url}/dev`;
const webSocketUrl = () => httpUrl().replace(/^http/, "ws");
const byFlags = () => ["--ws", webSocketUrl(), "--http", httpUrl()];
const workshop = () => new Workshop().file("deployments/kite.json", JSON.stringify(deploymentFile));
const smoke = (flags: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  workshop().run("smoke", environment, flags);

describe("kite smoke", () => {
  it("checks a chat by its addresses, without AWS, and reports the checks that it skips without a channel", async () => {
    const { status, stdout, stderr } = await smoke(byFlags());

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^To do: check the chat at ws:.*\/dev and http:.*\/dev\.\n/);
    expect(stdout).toMatch(/^ok {4}PING is answered with PONG \(\d+ ms\)$/m);
    expect(stdout).toMatch(/^skip {2}a second JOIN .*: no channel with a host was given$/m);
    expect(stdout).toMatch(/^20 passed, 0 failed, 10 skipped$/m);
  });

  it("prints each outcome as JSON with --json, and the report to standard error", async () => {
    const { status, stdout, stderr } = await smoke([...byFlags(), "--json"]);

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(30);
    expect(JSON.parse(stdout)).toContainEqual({ title: "PING is answered with PONG", outcome: "passed" });
    expect(stderr).toMatch(/^20 passed, 0 failed, 10 skipped$/m);
  });

  it("reads the addresses of a deployed stage from its dispatcher's environment", async () => {
    aws.functionEnvironment = { WEBSOCKET_URL: webSocketUrl(), HTTP_URL: httpUrl() };

    const { status, stdout, stderr } = await smoke(["dev", "--channel", host.channelName], aws.environment);

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^30 passed, 0 failed, 0 skipped$/m);
    expect(aws.seen.at(-1)?.path).toMatch(
      /\/functions\/dev-request-dispatcher\/configuration\?Qualifier=live$/,
    );
  });

  it("fails with the failed check, the expected and the received value", async () => {
    const { status, stdout, stderr } = await smoke([...byFlags(), "--channel", "nobody-hosts-this"]);

    expect(status).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}JOIN is answered with OK.*expected \["OK"\], got \["ERR",".*",404\]$/m);
    expect(stdout).toMatch(/^20 passed, 10 failed, 0 skipped$/m);
    expect(stderr).toBe("The chat breaks a promise to its clients: see the lines that begin with FAIL.\n");
  });

  it.each([
    ["the HTTP API", (url: string) => ["--ws", webSocketUrl(), "--http", url.replace("ws", "http")]],
    ["the WebSocket API", (url: string) => ["--ws", url, "--http", httpUrl()]],
  ])("reports that no server answers at the address of %s, and runs no check", async (_, flags) => {
    const url = `ws://127.0.0.1:${await freePort()}/dev`;

    const { status, stdout, stderr } = await smoke(flags(url));

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^(http|ws):\/\/127\.0\.0\.1:\d+\/dev does not answer \(ECONNREFUSED\)\./);
  });

  it("prints its help with --help, and runs no check", async () => {
    const help = await smoke(["--help"]);

    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toMatch(/^Usage: npx kite smoke \[stage\] \[options\]/);
  });

  it.each<[string, string[], RegExp]>([
    ["arguments without a stage and without addresses", [], /^Expected a stage.*npx kite smoke --help/],
    ["an unknown stage", ["test"], /^<stage>: expected a stage .*, received "test"/],
    ["a message to a host of prod without --yes", ["prod", "--channel", "some-channel"], /add --yes/],
  ])("rejects %s", async (_case, flags, message) => {
    const { status, stdout, stderr } = await smoke(flags, aws.environment);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each<[string, Record<string, string> | undefined, RegExp]>([
    [
      "is not deployed",
      undefined,
      /^There is no function dev-request-dispatcher, so the stage is not deployed/,
    ],
    ["has no WEBSOCKET_URL", {}, /^The environment of dev-request-dispatcher lacks WEBSOCKET_URL/],
  ])("reports how to continue if a stage %s", async (_case, environment, message) => {
    aws.functionEnvironment = environment;

    const { status, stderr } = await smoke(["dev"], aws.environment);

    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
