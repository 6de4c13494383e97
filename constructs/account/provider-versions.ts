import { type TerraformProvider, TerraformStack } from "cdktf";

/**
 * The versions of the providers, each with its reason. By default, cdktf requires the versions of its bindings (aws
 * 6.25.0, cloudflare 5.14.0, docker 3.6.2). Those versions have faults that cause a difference in every plan.
 * docs/deploy.md describes how to change a version.
 */
export const providerVersions = {
  /**
   * For the stacks in the cloud. The schemas of all types that these stacks use are the same as in 6.25.0. Faults of
   * earlier versions:
   *
   * - 6.14 to 6.28: `warm_throughput` of an index differs in every plan: https://github.com/hashicorp/terraform-provider-aws/issues/44692
   * - 6.28.0: the plan of a table with a computed name fails: https://github.com/hashicorp/terraform-provider-aws/issues/45903
   * - 6.29 to 6.32.0: `key_schema` differs: https://github.com/hashicorp/terraform-provider-aws/issues/46442
   * - 6.35.0: `filter.and` of a bucket's lifecycle: https://github.com/hashicorp/terraform-provider-aws/issues/46761
   * - 6.42: metric alarms: https://github.com/hashicorp/terraform-provider-aws/issues/47624
   * - 6.57.0: withdrawn, because its requests fail: https://github.com/hashicorp/terraform-provider-aws/issues/49170
   * - 6.58.0: the identity of an SSM parameter: https://github.com/hashicorp/terraform-provider-aws/issues/49304
   *
   * Not fixed in this version: a fault of a budget's `filter_expression`, so Kite uses `cost_filter`: https://github.com/hashicorp/terraform-provider-aws/issues/46866
   */
  aws: "6.64.0",
  /**
   * For the stack `local`. Versions 6.13 and later wait for `WarmThroughput`, which DynamoDB Local does not return,
   * and fail after minutes. 5.100.0 is the last version before 6.0:
   * https://github.com/hashicorp/terraform-provider-aws/issues/44793,
   * https://github.com/hashicorp/terraform-provider-aws/issues/44344,
   * https://github.com/hashicorp/terraform-provider-aws/issues/47276
   */
  awsOfDynamodbLocal: "5.100.0",
  /**
   * Before 5.19, `ipv4_only` and `ipv6_only` of a record differ in every plan. Before 5.20, its name differs too:
   * https://github.com/cloudflare/terraform-provider-cloudflare/issues/6944
   *
   * Not fixed in this version: a dot at the end of a CNAME's content differs in every plan, so Kite removes the dot: https://github.com/cloudflare/terraform-provider-cloudflare/issues/7286
   */
  cloudflare: "5.22.0",
  /**
   * Faults of 3.6.2:
   *
   * - a stopped container is removed from the state, or its ports force a replacement: https://github.com/kreuzwerker/terraform-provider-docker/pull/841, https://github.com/kreuzwerker/terraform-provider-docker/pull/842
   * - default log options force a replacement: https://github.com/kreuzwerker/terraform-provider-docker/pull/888
   * - deleting a container that no longer exists fails: https://github.com/kreuzwerker/terraform-provider-docker/pull/891
   * - `host_path` of a volume is ignored: https://github.com/kreuzwerker/terraform-provider-docker/pull/930
   */
  docker: "4.5.0",
} as const;

/** Makes the stack of a provider require exactly this version, in place of the version of the bindings. */
export function pinVersion(provider: TerraformProvider, version: string): void {
  const name = provider.terraformResourceType;
  TerraformStack.of(provider).addOverride(`terraform.required_providers.${name}.version`, version);
}
