/** A group of AWS regions, as the provider's data source `aws_partition` describes it. */
export interface Partition {
  /** Second part of the partition's ARNs. */
  readonly id: string;
  /** Suffix of the host names of its services. */
  readonly dnsSuffix: string;
}

/**
 * Partitions by the prefix of their regions:
 * https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
const partitions: readonly (readonly [beginning: string, Partition])[] = [
  ["cn-", { id: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  ["us-gov-", { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  ["eusc-", { id: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
  ["", { id: "aws", dnsSuffix: "amazonaws.com" }],
];

/** Returns the partition of a region. An unknown region belongs to the standard partition. */
export function partitionOf(region: string): Partition {
  const [, partition] = partitions.find(([beginning]) => region.startsWith(beginning)) as [string, Partition];
  return partition;
}
