import { apiGatewayRights } from "./api-gateway";
import { archiveRights } from "./archive";
import { functionRights } from "./functions";
import { otherRights } from "./other-stacks";
import { anything, grant, type RightsByType } from "./rights";
import { storageRights } from "./storage";
import { watchRights } from "./watch";

/** Every type of resource of AWS that the stack `kite` may declare. */
export const kiteRights: RightsByType = {
  ...apiGatewayRights,
  ...archiveRights,
  ...functionRights,
  ...storageRights,
  ...watchRights,
};

/** Every type of resource of AWS that a stack may declare. */
export const resourceRights: RightsByType = { ...kiteRights, ...otherRights };

/** Every type of data source of AWS that a stack may read. */
export const dataRights: RightsByType = {
  aws_caller_identity: [grant("sts", anything, { actions: "GetCallerIdentity" })],
  // The provider works these out by itself.
  aws_iam_policy_document: [],
  aws_partition: [],
  aws_region: [],
};

/** What the token of Cloudflare needs, by type of resource or data source: https://developers.cloudflare.com/fundamentals/api/reference/permissions/ */
export const cloudflarePermissions: Readonly<Record<string, readonly string[]>> = {
  cloudflare_dns_record: ["DNS: Edit"],
  cloudflare_ruleset: ["Config Rules: Edit", "Transform Rules: Edit", "Zone WAF: Edit"],
  cloudflare_zone: ["Zone: Read"],
};
