import { type TerraformProvider, TerraformStack } from "cdktf";

/**
 * The providers' versions, each with its reason. cdktf would write the version that its bindings were made from
 * (aws 6.25.0, cloudflare 5.14.0, docker 3.6.2), and those have faults that show in every plan. docs/deploy.md says
 * how to move a version.
 */
export const providerVersions = {
  /**
   * The stacks in the cloud. The schema of every type that they use is the same as in 6.25.0. Before it:
   *
   * - 6.14 to 6.28: `warm_throughput` of an index differs in every plan: https://github.com/hashicorp/terraform-provider-aws/issues/44692
   * - 6.28.0: the plan of a table with a computed name fails: https://github.com/hashicorp/terraform-provider-aws/issues/45903
   * - 6.29 to 6.32.0: `key_schema` differs: https://github.com/hashicorp/terraform-provider-aws/issues/46442
   * - 6.35.0: `filter.and` of a bucket's lifecycle: https://github.com/hashicorp/terraform-provider-aws/issues/46761
   * - 6.42: metric alarms: https://github.com/hashicorp/terraform-provider-aws/issues/47624
   * - 6.57.0: withdrawn, its requests fail: https://github.com/hashicorp/terraform-provider-aws/issues/49170
   * - 6.58.0: the identity of an SSM parameter: https://github.com/hashicorp/terraform-provider-aws/issues/49304
   *
   * Open in it: `filter_expression` of a budget, so a budget has `cost_filter`: https://github.com/hashicorp/terraform-provider-aws/issues/46866
   */
  aws: "6.64.0",
  /**
   * The stack `local` alone. Versions 6.13 and newer wait for `WarmThroughput`, which DynamoDB Local does not return,
   * and fail after minutes; 5.100.0 is the last version before 6.0: https://github.com/hashicorp/terraform-provider-aws/issues/44793,
   * https://github.com/hashicorp/terraform-provider-aws/issues/44344,
   * https://github.com/hashicorp/terraform-provider-aws/issues/47276
   */
  awsOfDynamodbLocal: "5.100.0",
  /**
   * Before 5.19 `ipv4_only` and `ipv6_only` of a record differ in every plan, before 5.20 its name:
   * https://github.com/cloudflare/terraform-provider-cloudflare/issues/6944
   *
   * Open in it: a dot at the end of a CNAME's content differs, so it is trimmed: https://github.com/cloudflare/terraform-provider-cloudflare/issues/7286
   */
  cloudflare: "5.22.0",
  /**
   * In 3.6.2:
   *
   * - a stopped container is dropped from the state, or its ports force a replacement: https://github.com/kreuzwerker/terraform-provider-docker/pull/841, https://github.com/kreuzwerker/terraform-provider-docker/pull/842
   * - default log options force a replacement: https://github.com/kreuzwerker/terraform-provider-docker/pull/888
   * - deleting a container that is gone fails: https://github.com/kreuzwerker/terraform-provider-docker/pull/891
   * - `host_path` of a volume is ignored: https://github.com/kreuzwerker/terraform-provider-docker/pull/930
   */
  docker: "4.5.0",
} as const;

/** Makes the stack of a provider require exactly this version of it, in place of the version of the bindings. */
export function pinVersion(provider: TerraformProvider, version: string): void {
  const name = provider.terraformResourceType;
  TerraformStack.of(provider).addOverride(`terraform.required_providers.${name}.version`, version);
}
