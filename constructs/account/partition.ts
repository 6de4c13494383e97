import { UserError } from "../user-error";

/** Represents a group of AWS regions with its own accounts, IAM and names. */
export interface Partition {
  /** Second part of its ARNs, for example `aws-us-gov`. */
  readonly id: string;
  /** Suffix of its services' host names, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
}

const standard: Partition = { id: "aws", dnsSuffix: "amazonaws.com" };

const noTelegram = "Telegram cannot be reached from there, neither its Bot API nor its webhooks";

/**
 * Partitions by region prefix: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json.
 * In all supported partitions, the service principals that Kite uses end in `amazonaws.com`. In China, the service
 * principal of CloudWatch Logs does not: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service_principal
 */
const partitions: readonly (readonly [regions: RegExp, Partition | { readonly refusedBecause: string }])[] = [
  [/^us-gov-/, { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  [/^eusc-/, { id: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
  [/^cn-/, { refusedBecause: noTelegram }],
  [/^(us|eu)-iso[a-z]?-/, { refusedBecause: noTelegram }],
];

/**
 * Returns the partition of a region.
 * @throws UserError for a region of a partition that Kite cannot be deployed to
 */
export function partitionOf(region: string): Partition {
  const found = findPartition(region);
  if ("refusedBecause" in found) {
    throw new UserError(
      `region: expected a region that Kite can be deployed to, such as eu-north-1, received "${region}". ${found.refusedBecause}.`,
    );
  }
  return found;
}

/** Returns the start of every ARN in a region's partition, without the colon after it: `arn:aws`. */
export function arnIn(region: string): string {
  return `arn:${partitionOf(region).id}`;
}

/** Returns the partition of a region, or why Kite cannot be deployed to it. */
export function findPartition(region: string): Partition | { readonly refusedBecause: string } {
  return partitions.find(([regions]) => regions.test(region))?.[1] ?? standard;
}
