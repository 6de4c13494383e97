import type { Rule } from "./rule";

/** Every topic is encrypted with a key of ours: through AWS's own key CloudWatch cannot publish. */
export const topicsEncrypted: Rule = (stack) =>
  stack
    .all("aws_sns_topic")
    .filter(({ kms_master_key_id }) => !/^\$\{aws_kms_key\./.test(String(kms_master_key_id)))
    .map(({ name }) => String(name));
