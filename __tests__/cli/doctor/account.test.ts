import { findCaller } from "../../../cli/account";
import { accountChecks } from "../../../cli/doctor/account-checks";
import { once, runChecks } from "../../../cli/doctor/check";
import type { Settings } from "../../../settings/settings";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
});
afterEach(() => aws.close());

const rowsOf = (settings: Settings) =>
  runChecks(
    accountChecks(
      settings,
      once(() => findCaller(settings)),
    ),
  );
/** Settings without AWS_ENDPOINT_URL. The SDK finds the stand-in by a variable of its own. */
const realSettings = (deployment: object = {}) => {
  process.env.AWS_ENDPOINT_URL_STS = aws.url;
  return aws.settings(deployment, { AWS_ENDPOINT_URL: "" });
};
afterEach(() => {
  delete process.env.AWS_ENDPOINT_URL_STS;
});

describe("the lines of the account", () => {
  it("are ok if the credentials belong to the account of the deployment", async () => {
    expect(await rowsOf(realSettings())).toEqual([
      { check: "Settings", status: "ok", text: "deployments/kite.json and .env are complete" },
      { check: "Region", status: "ok", text: "eu-west-1, partition aws" },
      { check: "Credentials", status: "ok", text: "arn:aws:iam::123456789012:user/ada" },
      { check: "Account", status: "ok", text: "123456789012, as in deployments/kite.json" },
    ]);
  });

  it.each([
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("name the partition of %s", async (region, partition) => {
    const [, row] = await rowsOf(realSettings({ region }));

    expect(row).toMatchObject({ status: "ok", text: `${region}, partition ${partition}` });
  });

  it("fail for the placeholder account", async () => {
    const [settings] = await rowsOf(realSettings({ account: "000000000000" }));

    expect(settings).toMatchObject({ status: "fail", fix: "set account in deployments/kite.json" });
    expect(settings?.text).toMatch(/received the placeholder 000000000000$/);
  });

  it("fail if the credentials belong to another account than the deployment's", async () => {
    aws.iam.caller = "arn:aws:iam::210987654321:user/ada";

    const account = (await rowsOf(realSettings())).at(-1);

    expect(account).toMatchObject({ check: "Account", status: "fail" });
    expect(account?.text).toMatch(/expected account 123456789012 .*, received account 210987654321$/);
    expect(account?.fix).toContain("AWS_PROFILE");
  });

  it("do not compare the account of an emulator", async () => {
    aws.iam.caller = "arn:aws:iam::000000000000:root";

    const account = (await rowsOf(aws.settings())).at(-1);

    expect(account).toMatchObject({ status: "ok", text: `000000000000 of the emulator at ${aws.url}` });
  });
});
