import { allowStatements, type Rule } from "./rule";

/** Actions for which AWS has no finer resource than all: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const withoutResource = new Set([
  "logs:DescribeQueryDefinitions",
  "sns:GetSubscriptionAttributes",
  "ssm:DescribeParameters",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]);

/**
 * The wildcard alone as a resource is for actions that know no finer one, and for the policy of a key, where it is that
 * key.
 */
export const resourcesByName: Rule = (stack) =>
  allowStatements(stack)
    .filter(({ of, Resource }) => of !== "aws_kms_key" && Resource.includes("*"))
    .flatMap(({ Action }) => Action)
    .filter((action) => !withoutResource.has(action));
