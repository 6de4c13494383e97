import { permissionFix, runChecks } from "../../../cli/doctor/check";
import { githubCheck } from "../../../cli/doctor/github-check";
import { secretChecks } from "../../../cli/doctor/secret-checks";
import type { CloudStackName } from "../../../settings/stack-id";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
});
afterEach(() => aws.close());

const store = (...names: readonly string[]) => {
  for (const name of names) {
    aws.parameters.set(name, "a-secret-value");
  }
};

describe("the lines of the secrets", () => {
  const lines = (
    deployment: object = {},
    stacks: readonly CloudStackName[] = ["kite"],
    places: Parameters<typeof secretChecks>[2] = ["dev"],
  ) => runChecks(secretChecks(aws.settings(deployment), stacks, places));

  it("are ok if all are stored, and name them without their values", async () => {
    store("/other/token", "/kite/dev/telegram-bot-token");

    expect(await lines()).toEqual([
      { check: "Secrets of dev", status: "ok", text: "/kite/dev/telegram-bot-token" },
    ]);
    expect(new Set(aws.calls)).toEqual(new Set(["DescribeParameters"]));
  });

  it("fail without a secret that the stack cannot be deployed without", async () => {
    expect(await lines()).toEqual([
      {
        check: "Secrets of dev",
        status: "fail",
        text: "not stored: /kite/dev/telegram-bot-token",
        fix: "set TELEGRAM_BOT_TOKEN in .env, then run: npx kite secrets dev",
      },
    ]);
  });

  it("warn without a secret that only one feature needs", async () => {
    expect(await lines({ alarmForwarder: true }, ["kite"], ["app"])).toEqual([
      {
        check: "Secrets of app",
        status: "warn",
        text: "not stored: /kite/alarm-forwarder-url",
        fix: "set ALARM_FORWARDER_URL in .env, then run: npx kite secrets app",
      },
    ]);
  });

  it("include the secrets of the builds only for kite-build", async () => {
    store("/kite/dev/telegram-bot-token");

    const [kite] = await lines({}, ["kite"]);
    const [both] = await lines({}, ["kite", "kite-build"]);

    expect([kite?.status, both?.status]).toEqual(["ok", "warn"]);
    expect(both?.text).toContain("/kite/dev/e2e-channel");
  });

  it("are skipped for a place without secrets", async () => {
    expect(await lines({}, ["kite"], ["app"])).toEqual([
      { check: "Secrets of app", status: "skipped", text: "the deployment uses none" },
    ]);
  });

  it("warn if the caller may not list parameters", async () => {
    aws.denied.add("ssm:DescribeParameters");

    const [row] = await lines();

    expect(row).toMatchObject({ status: "warn", fix: permissionFix });
    expect(row?.text).toContain("ssm:DescribeParameters");
  });
});

describe("the line of the GitHub credential", () => {
  const line = async (deployment: object = {}) =>
    (await runChecks([githubCheck(aws.settings(deployment))]))[0];

  it("is ok if CodeBuild has one for the repository's server", async () => {
    aws.credentials = ["GITHUB"];

    expect(await line()).toMatchObject({ status: "ok", text: "CodeBuild has one for github.com" });
  });

  it.each([
    ["none", []],
    ["only one for another server", ["GITHUB_ENTERPRISE"]],
  ])("fails if CodeBuild has %s", async (_case, credentials) => {
    aws.credentials = credentials;

    expect(await line()).toMatchObject({
      status: "fail",
      text: expect.stringMatching(/has no credential for GitHub, so no webhook can be created/),
      fix: "set GITHUB_TOKEN in .env, then run: npx kite github-credentials import",
    });
  });

  it("warns if the caller may not list credentials", async () => {
    aws.denied.add("codebuild:ListSourceCredentials");

    expect(await line()).toMatchObject({ status: "warn", fix: permissionFix });
  });

  it("is skipped for the example repository", async () => {
    expect(await line({ gitRepositoryUrl: "https://github.com/example/kite.git" })).toMatchObject({
      status: "skipped",
      text: "gitRepositoryUrl is that of the example, so nothing is built",
    });
    expect(aws.calls).toEqual([]);
  });
});
