import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { LambdaFunction, type LambdaFunctionProps } from "../../../constructs/functions/lambda-function";
import { LambdaPackage } from "../../../constructs/functions/lambda-package";
import { synthesized } from "../synthesized";

function lambda(props: Partial<LambdaFunctionProps> = {}) {
  return synthesized((stack) => declare(stack, props));
}

function declare(stack: TerraformStack, props: Partial<LambdaFunctionProps>): LambdaFunction {
  const module = new TextEncoder().encode("export const handler = async () => 1;");
  return new LambdaFunction(stack, "Fn", {
    functionName: "dev-fn",
    roleName: "dev-fn-role",
    code: new LambdaPackage(stack, "Code", { name: "fn", module }),
    environment: { STAGE: "dev" },
    permissions: [{ sid: "Send", actions: ["sqs:SendMessage"], resources: ["arn:queue"] }],
    timeoutSeconds: 29,
    logRetentionDays: 30,
    memorySizeMb: 512,
    architecture: "arm64",
    runtime: "nodejs22.x",
    ...props,
  });
}

describe("LambdaFunction", () => {
  it("publishes a version for each change, and points the alias live to it", () => {
    const stack = lambda();

    expect(stack.one("aws_lambda_function")).toMatchObject({
      function_name: "dev-fn",
      publish: true,
      handler: "index.handler",
      tracing_config: { mode: "Active" },
      logging_config: { log_format: "JSON" },
      environment: { variables: { STAGE: "dev" } },
    });
    expect(stack.one("aws_lambda_alias")).toEqual({
      name: "live",
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\.Fn_Function_\w+\.function_name\}$/),
      function_version: expect.stringMatching(/^\$\{aws_lambda_function\.Fn_Function_\w+\.version\}$/),
    });
  });

  it("writes to its own log group, and its role cannot create a log group", () => {
    const stack = lambda();
    const { policy } = stack.one("aws_iam_role_policy");

    expect(stack.one("aws_cloudwatch_log_group")).toEqual({
      name: "/aws/lambda/dev-fn",
      retention_in_days: 30,
    });
    expect(policy).toContain("logs:PutLogEvents");
    expect(policy).not.toContain("logs:CreateLogGroup");
  });

  it("is created after its policy and its log group", () => {
    const { depends_on } = lambda().one("aws_lambda_function");

    expect(depends_on).toEqual([
      expect.stringMatching(/^aws_iam_role_policy\.Fn_Policy_/),
      expect.stringMatching(/^aws_cloudwatch_log_group\.Fn_Logs_/),
    ]);
  });

  it("has a role that Lambda may assume and that has the given permissions", () => {
    const stack = lambda();
    const { Statement } = JSON.parse(String(stack.one("aws_iam_role_policy").policy)) as {
      Statement: unknown[];
    };
    const trust = JSON.parse(String(stack.one("aws_iam_role").assume_role_policy)) as {
      Statement: unknown[];
    };

    expect(Statement.at(-1)).toEqual({
      Sid: "Send",
      Effect: "Allow",
      Action: ["sqs:SendMessage"],
      Resource: ["arn:queue"],
    });
    expect(trust.Statement).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ]);
  });

  it.each<[keyof LambdaFunctionProps, unknown, string, unknown]>([
    ["memorySizeMb", 256, "memory_size", 256],
    ["timeoutSeconds", 5, "timeout", 5],
    ["architecture", "x86_64", "architectures", ["x86_64"]],
    ["runtime", "provided.al2023", "runtime", "provided.al2023"],
    ["handler", "bootstrap", "handler", "bootstrap"],
    ["reservedConcurrentExecutions", 0, "reserved_concurrent_executions", 0],
  ])("honors the prop %s", (prop, value, attribute, expected) => {
    const changed = lambda({ [prop]: value }).one("aws_lambda_function");

    expect(changed[attribute]).toEqual(expected);
    expect(lambda().one("aws_lambda_function")[attribute]).not.toEqual(expected);
  });

  it("declares the hash of the zip that it uploads", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    declare(stack, {});
    const folder = join(Testing.fullSynth(stack), "stacks", "test");
    const { resource } = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as {
      resource: { aws_lambda_function: Record<string, { filename: string; source_code_hash: string }> };
    };
    const [declared] = Object.values(resource.aws_lambda_function);
    const zip = join(folder, declared?.filename ?? "");

    expect(existsSync(zip)).toBe(true);
    expect(createHash("sha256").update(readFileSync(zip)).digest("base64")).toBe(declared?.source_code_hash);
  });

  it("allows a service to invoke the alias only from one source", () => {
    const stack = synthesized((test) => {
      declare(test, {}).allow("timer", "events.amazonaws.com", "arn:rule");
    });

    expect(stack.one("aws_lambda_permission")).toMatchObject({
      statement_id: "timer",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      source_arn: "arn:rule",
      qualifier: expect.stringMatching(/^\$\{aws_lambda_alias\..*\.name\}$/),
    });
  });
});
