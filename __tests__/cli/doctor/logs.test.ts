import { permissionFix, runChecks } from "../../../cli/doctor/check";
import { logCheck } from "../../../cli/doctor/log-check";
import { stageNamed } from "../../../cli/stage-argument";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
});
afterEach(() => aws.close());

async function line() {
  const settings = aws.settings({ stages: { dev: { logRetentionDays: 14 } } });
  const [row] = await runChecks([logCheck(settings, stageNamed(settings, "dev"))]);
  return row;
}

describe("the line of a stage's logs", () => {
  it("is ok if each log group of the stage has a retention, even if another program's group has none", async () => {
    aws.logGroups
      .set("/aws/lambda/dev-outbox-of-another-program", undefined)
      .set("/aws/lambda/dev-outbox", 14)
      .set("/aws/vendedlogs/kite/dev/http-access", 14);

    expect(await line()).toEqual({
      check: "Logs of dev",
      status: "ok",
      text: "2 log groups, each with a retention",
    });
  });

  it("warns about the groups that keep logs forever, with the command that sets a retention", async () => {
    aws.logGroups.set("/aws/lambda/dev-outbox", 14).set("/aws/lambda/dev-widget", undefined);

    expect(await line()).toEqual({
      check: "Logs of dev",
      status: "warn",
      text: "kept forever: /aws/lambda/dev-widget",
      fix: "aws logs put-retention-policy --log-group-name /aws/lambda/dev-widget --retention-in-days 14",
    });
  });

  it("is skipped for a stage that has no log groups", async () => {
    expect(await line()).toMatchObject({ status: "skipped", text: "the stage has no log groups" });
  });

  it("warns if the caller may not list log groups", async () => {
    aws.denied.add("logs:DescribeLogGroups");

    expect(await line()).toMatchObject({ status: "warn", fix: permissionFix });
  });
});
