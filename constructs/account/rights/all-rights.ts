import { API_GATEWAY_RIGHTS } from "./api-gateway";
import { ARCHIVE_RIGHTS } from "./archive";
import { FUNCTION_RIGHTS } from "./functions";
import { OTHER_RIGHTS } from "./other-stacks";
import { ANYTHING, type RightsByType } from "./rights";
import { ROLE_RIGHTS } from "./roles";
import { STORAGE_RIGHTS } from "./storage";
import { WATCH_RIGHTS } from "./watch";

/** Every type of resource of AWS that the stack `kite` may declare. */
export const KITE_RIGHTS: RightsByType = {
  ...API_GATEWAY_RIGHTS,
  ...ARCHIVE_RIGHTS,
  ...FUNCTION_RIGHTS,
  ...ROLE_RIGHTS,
  ...STORAGE_RIGHTS,
  ...WATCH_RIGHTS,
};

/** Every type of resource of AWS that a stack may declare. */
export const RESOURCE_RIGHTS: RightsByType = { ...KITE_RIGHTS, ...OTHER_RIGHTS };

/** Every type of data source of AWS that a stack may read. */
export const DATA_RIGHTS: RightsByType = {
  aws_caller_identity: [{ actions: ["sts:GetCallerIdentity"], on: ANYTHING }],
  // The provider works these out by itself.
  aws_iam_policy_document: [],
  aws_partition: [],
  aws_region: [],
};

/** What the token of Cloudflare needs, by type of resource or data source: https://developers.cloudflare.com/fundamentals/api/reference/permissions/ */
export const CLOUDFLARE_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  cloudflare_dns_record: ["DNS: Edit"],
  cloudflare_ruleset: ["Config Rules: Edit", "Transform Rules: Edit", "Zone WAF: Edit"],
  cloudflare_zone: ["Zone: Read"],
};
