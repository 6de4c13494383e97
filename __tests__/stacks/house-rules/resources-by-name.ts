import { allowStatements, type Rule } from "./rule";

/** Actions that AWS allows only for all resources: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const withoutResource = new Set([
  "logs:DescribeQueryDefinitions",
  "sns:GetSubscriptionAttributes",
  "ssm:DescribeParameters",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]);

/**
 * A policy has the resource `*` only for actions without a narrower resource, and in the policy of a key, where `*` is
 * the key itself.
 */
export const resourcesByName: Rule = (stack) =>
  allowStatements(stack)
    .filter(({ of, Resource }) => of !== "aws_kms_key" && Resource.includes("*"))
    .flatMap(({ Action }) => Action)
    .filter((action) => !withoutResource.has(action));
