import { findCaller } from "../../../cli/account";
import { type Row, runChecks } from "../../../cli/doctor/check";
import { rightsCheck } from "../../../cli/doctor/rights-checks";
import type { SynthesizedStack } from "../../../cli/stacks/synthesized-stack";
import { AccountStandIn } from "./account-stand-in";
import { useCredentials } from "./use-credentials";

useCredentials();
let aws: AccountStandIn;
beforeEach(async () => {
  aws = await AccountStandIn.start();
});
afterEach(() => aws.close());

/** A stack with two resources. Their rights include patterns of ARNs and a condition. */
const plan: SynthesizedStack = {
  terraform: { backend: { s3: { bucket: "states", key: "kite/terraform.tfstate" } } },
  resource: {
    aws_iam_role: { one: { name: "dev-outbox-eu-west-1" } },
    aws_lambda_function: { one: { function_name: "dev-outbox" } },
  },
};

async function line(stack: SynthesizedStack = plan): Promise<Row | undefined> {
  const settings = aws.settings();
  const check = rightsCheck(
    settings,
    "kite",
    () => findCaller(settings),
    () => Promise.resolve(stack),
  );
  return (await runChecks([check]))[0];
}

describe("the line of the rights for a stack", () => {
  it("is ok if every action of the deployer's policies is allowed", async () => {
    const row = await line();

    expect(row).toMatchObject({ check: "Rights for kite", status: "ok" });
    expect(row?.text).toMatch(/^all \d+ statements of its deployer's policies are allowed$/);
    expect(aws.calls).not.toContain("GetRole");
    expect(aws.iam.contexts).toEqual({ "iam:PassedToService": "lambda.amazonaws.com" });
  });

  it("fails with the actions that are denied, and the policies that allow them", async () => {
    aws.iam.simulated = (action) => (action.startsWith("lambda:") ? "implicitDeny" : "allowed");

    const row = await line();

    expect(row?.status).toBe("fail");
    expect(row?.text).toMatch(/^denied: (lambda:\w+ on arn:aws:lambda:eu-west-1:\S+, ){5}\d+ more$/);
    expect(row?.fix).toContain("npx kite deployer-policy");
  });

  it("warns if the decision needs a value that a simulation does not have", async () => {
    aws.iam.simulated = (action) =>
      action === "s3:PutObject" ? { needs: "aws:MultiFactorAuthPresent" } : "allowed";

    const row = await line();

    expect(row?.status).toBe("warn");
    expect(row?.text).toContain("s3:PutObject on arn:aws:s3:::states/kite/terraform.tfstate");
  });

  it("reads the path of a session's role from IAM, because the session's ARN does not contain it", async () => {
    aws.iam.caller = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_dev_0123/ada";
    aws.iam.roles.set(
      "AWSReservedSSO_dev_0123",
      "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_dev_0123",
    );

    expect(await line()).toMatchObject({ status: "ok" });
  });

  it("takes the role's path to be empty if the caller may not read the role", async () => {
    aws.iam.caller = "arn:aws:sts::123456789012:assumed-role/deployer/ada";
    aws.iam.roles.set("deployer", "arn:aws:iam::123456789012:role/deployer");
    aws.denied.add("iam:GetRole");

    expect(await line()).toMatchObject({ status: "ok" });
  });

  it.each([
    ["the root user", "arn:aws:iam::123456789012:root", "the root user may do everything"],
    [
      "a federated user",
      "arn:aws:sts::123456789012:federated-user/ada",
      "AWS simulates the policies of users and roles, not those of arn:aws:sts::123456789012:federated-user/ada",
    ],
  ])("warns about %s, whose policies cannot be simulated", async (_case, caller, text) => {
    aws.iam.caller = caller;

    expect(await line()).toMatchObject({ status: "warn", text });
    expect(aws.calls).toEqual(["GetCallerIdentity"]);
  });

  it("warns if the caller may not simulate", async () => {
    aws.denied.add("iam:SimulatePrincipalPolicy");

    expect(await line()).toMatchObject({
      status: "warn",
      text: expect.stringContaining("not allowed to check: AccessDenied"),
      fix: expect.stringContaining("operator-reading"),
    });
  });

  it("simulates one resource in place of each pattern, because IAM does not accept patterns", async () => {
    const resources = new Set<string>();
    aws.iam.simulated = (_action, resource) => {
      resources.add(resource);
      return "allowed";
    };

    await line();

    expect([...resources]).toContain("arn:aws:lambda:eu-west-1:123456789012:function:dev-kite-doctor");
    expect([...resources].filter((arn) => arn !== "*" && arn.includes("*"))).toEqual([]);
  });
});
