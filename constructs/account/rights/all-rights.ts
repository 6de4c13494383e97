import { apiGatewayRights } from "./api-gateway";
import { archiveRights } from "./archive";
import { functionRights } from "./functions";
import { otherRights } from "./other-stacks";
import { anything, grant, type RightsByType } from "./rights";
import { storageRights } from "./storage";
import { watchRights } from "./watch";

/** Rights for every AWS resource type that the stack `kite` may declare. */
export const kiteRights: RightsByType = {
  ...apiGatewayRights,
  ...archiveRights,
  ...functionRights,
  ...storageRights,
  ...watchRights,
};

/** Rights for every AWS resource type that a stack may declare. */
export const resourceRights: RightsByType = { ...kiteRights, ...otherRights };

/** Rights for every AWS data source type that a stack may read. */
export const dataRights: RightsByType = {
  aws_caller_identity: [grant("sts", anything, { actions: "GetCallerIdentity" })],
  // The provider computes these without a request.
  aws_iam_policy_document: [],
  aws_partition: [],
  aws_region: [],
};

/** Permissions of the Cloudflare token, by type of resource or data source: https://developers.cloudflare.com/fundamentals/api/reference/permissions/ */
export const cloudflarePermissions: Readonly<Record<string, readonly string[]>> = {
  cloudflare_dns_record: ["DNS: Edit"],
  cloudflare_ruleset: ["Config Rules: Edit", "Transform Rules: Edit", "Zone WAF: Edit"],
  cloudflare_zone: ["Zone: Read"],
};
