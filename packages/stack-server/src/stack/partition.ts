/** A group of AWS regions, as the provider's data source `aws_partition` describes it. */
export interface Partition {
  /** The second part of its ARNs. */
  readonly id: string;
  /** What the host names of its services end with. */
  readonly dnsSuffix: string;
}

/** By how their regions begin: https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json */
const partitions: readonly (readonly [beginning: string, Partition])[] = [
  ["cn-", { id: "aws-cn", dnsSuffix: "amazonaws.com.cn" }],
  ["us-gov-", { id: "aws-us-gov", dnsSuffix: "amazonaws.com" }],
  ["eusc-", { id: "aws-eusc", dnsSuffix: "amazonaws.eu" }],
  ["", { id: "aws", dnsSuffix: "amazonaws.com" }],
];

/** The partition of a region; the standard one for a region that no other has. */
export function partitionOf(region: string): Partition {
  const [, partition] = partitions.find(([beginning]) => region.startsWith(beginning)) as [string, Partition];
  return partition;
}
