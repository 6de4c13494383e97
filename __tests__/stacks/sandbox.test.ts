import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import { read, type Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";
import { standInFunctions } from "./kite";

function kite(environment: Record<string, string>): Synthesized {
  const directory = settingsFolder({ ...smallest, prodStage: true });
  const settings = readSettings({ directory, environment });
  const id = stackId("kite", settings);
  return read(
    new KiteStack(Testing.app(), id, { ...kiteStackProps(settings), sourceDirectory: standInFunctions }),
  );
}

/** Attributes with a name that must be unique in the account. */
const nameAttributes = ["name", "function_name", "bucket_prefix", "bucket", "alarm_name", "dashboard_name"];

/** Types whose names must be unique only within another resource. The other resource has the prefix. */
const inner = new Set(["aws_apigatewayv2_stage", "aws_iam_role_policy", "aws_lambda_alias"]);

function physicalNames(stack: Synthesized): string[] {
  return stack.types
    .filter((type) => !inner.has(type))
    .flatMap((type) => stack.all(type))
    .flatMap((resource) => nameAttributes.map((attribute) => resource[attribute]))
    .filter((name) => typeof name === "string")
    .filter((name) => !name.includes("${"));
}

describe("KITE_SANDBOX", () => {
  const sandbox = kite({ KITE_SANDBOX: "ada" });
  const real = kite({});

  it("starts every resource name in the account with the name of the sandbox", () => {
    const names = physicalNames(sandbox);

    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !/^(\/aws\/(lambda|vendedlogs)\/|\/)?ada-/.test(name))).toEqual([]);
    expect(names.filter((name) => physicalNames(real).includes(name))).toEqual([]);
  });

  it("uses a separate bot token and state, and keeps the names of the stages", () => {
    const { backend } = sandbox.document.terraform as { backend: { s3: object } };

    expect(sandbox.json).toContain("/ada-kite/dev/telegram-bot-token");
    expect(sandbox.json).not.toContain("/kite/dev/telegram-bot-token");
    expect(backend.s3).toMatchObject({
      bucket: "kite-terraform-state-123456789012",
      key: "ada-kite/terraform.tfstate",
    });
    expect(new Set(sandbox.all("aws_apigatewayv2_stage").map(({ name }) => name))).toEqual(
      new Set(["dev", "prod"]),
    );
  });

  it("is rejected if the names of buckets would be too long", () => {
    const directory = settingsFolder({ ...smallest, app: "a-rather-long-app" });

    const read = () => readSettings({ directory, environment: { KITE_SANDBOX: "adalovelace" } });

    expect(read).toThrow(/KITE_SANDBOX .*"adalovelace-a-rather-long-app".* at most 25 characters/);
  });
});
