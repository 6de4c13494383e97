import type { Value } from "./expression/value";
import { partitionOf } from "./partition";

/** Data sources that are evaluated, with their known attributes. */
export const dataSourceAttributes: Readonly<
  Record<string, Readonly<Record<string, (from: { region: string; accountId: string }) => Value>>>
> = {
  aws_caller_identity: {
    account_id: ({ accountId }) => accountId,
    id: ({ accountId }) => accountId,
  },
  aws_partition: {
    dns_suffix: ({ region }) => partitionOf(region).dnsSuffix,
    id: ({ region }) => partitionOf(region).id,
    partition: ({ region }) => partitionOf(region).id,
    reverse_dns_prefix: ({ region }) => partitionOf(region).dnsSuffix.split(".").reverse().join("."),
  },
  aws_region: {
    id: ({ region }) => region,
    name: ({ region }) => region,
    region: ({ region }) => region,
  },
};

/** Data sources that are accepted without a warning, because only resources without a local effect refer to them. */
export const declaredOnlyDataSources: readonly string[] = [
  "aws_iam_policy_document",
  "aws_route53_zone",
  "cloudflare_zone",
  "cloudflare_zones",
];
