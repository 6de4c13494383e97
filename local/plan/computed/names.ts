import type { ComputedFrom } from "./computed-from";
import { stableId } from "./stable-id";

/** The name that the provider makes up when only a prefix, or nothing, is declared. */
export function madeUpName(from: ComputedFrom, prefixAttribute = "name_prefix", suffix = ""): string {
  return `${from.optionalText(prefixAttribute) ?? "terraform-"}${stableId(from.address, 26)}${suffix}`;
}

/** `arn:aws:<service>:<region>:<account>:<resource>`; IAM and S3 leave region (and account) empty. */
export function arn(service: string, region: string, accountId: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}
