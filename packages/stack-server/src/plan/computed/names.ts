import { partitionOf } from "../partition";
import type { ComputedFrom } from "./computed-from";
import { stableId } from "./stable-id";

/** The name that the provider makes up when only a prefix, or nothing, is declared. */
export function madeUpName(from: ComputedFrom, prefixAttribute = "name_prefix", suffix = ""): string {
  return `${from.optionalText(prefixAttribute) ?? "terraform-"}${stableId(from.address, 26)}${suffix}`;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>` */
export function arn(from: ComputedFrom, service: string, resource: string): string {
  return `${arnStart(from)}:${service}:${from.region}:${from.accountId}:${resource}`;
}

/** `arn:<partition>`, for services whose ARNs leave out the region or the account. */
export function arnStart(from: ComputedFrom): string {
  return `arn:${partitionOf(from.region).id}`;
}
