import { UserError } from "../user-error";

/** A group of AWS regions with accounts, IAM and names of its own. */
export interface Partition {
  /** The second part of its ARNs, for example `aws-us-gov`. */
  readonly id: string;
  /** What the host names of its services end with, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
}

const standard: Partition = { id: "aws", dnsSuffix: "amazonaws.com" };

const noTelegram = "from there Telegram cannot be reached, neither its Bot API nor its webhooks";

/**
 * Partitions by how their regions begin: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json.
 * In those that are served, every service principal of Kite ends in `amazonaws.com` as in the standard one; in China
 * that of CloudWatch Logs does not: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/service_principal
 */
const partitions: readonly (readonly [regions: RegExp, Partition | { readonly refusedBecause: string }])[] = [
  [/^us-gov-/, { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  [/^eusc-/, { id: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
  [/^cn-/, { refusedBecause: noTelegram }],
  [/^(us|eu)-iso[a-z]?-/, { refusedBecause: noTelegram }],
];

/**
 * The partition of a region.
 * @throws UserError for a region of a partition that Kite cannot be deployed to
 */
export function partitionOf(region: string): Partition {
  const found = findPartition(region);
  if ("refusedBecause" in found) {
    throw new UserError(
      `region: got "${region}"; ${found.refusedBecause}. Choose a region of another partition.`,
    );
  }
  return found;
}

/** How every ARN in a region's partition begins, without the colon after it: `arn:aws`. */
export function arnIn(region: string): string {
  return `arn:${partitionOf(region).id}`;
}

/** Returns the partition of a region, or why Kite cannot be deployed to it. */
export function findPartition(region: string): Partition | { readonly refusedBecause: string } {
  return partitions.find(([regions]) => regions.test(region))?.[1] ?? standard;
}
