import type { ComputedFrom, ComputedTable } from "./computed-from";
import { arn, arnStart } from "./names";

/** Lambda functions and aliases. */
export const functionComputed: Readonly<Record<string, ComputedTable>> = {
  aws_lambda_function: {
    arn: functionArn,
    id: (from) => from.text("function_name"),
    invoke_arn: (from) => invokeArn(from, from.text("arn")),
    memory_size: () => 128,
    package_type: () => "Zip",
    qualified_arn: (from) => `${from.text("arn")}:${from.text("version")}`,
    qualified_invoke_arn: (from) => invokeArn(from, from.text("qualified_arn")),
    timeout: () => 3,
    version: (from) => (from.optionalText("publish") === "true" ? "1" : "$LATEST"),
  },
  aws_lambda_alias: {
    arn: aliasArn,
    id: aliasArn,
    invoke_arn: (from) => invokeArn(from, from.text("arn")),
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
function functionArn(from: ComputedFrom): string {
  return arn(from, "lambda", `function:${from.text("function_name")}`);
}

/** An alias may name its function by name or by ARN. */
function aliasArn(from: ComputedFrom): string {
  const named = from.text("function_name");
  const base = named.startsWith("arn:") ? named : arn(from, "lambda", `function:${named}`);
  return `${base}:${from.text("name")}`;
}

function invokeArn(from: ComputedFrom, functionArn: string): string {
  return `${arnStart(from)}:apigateway:${from.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
