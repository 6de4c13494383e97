import type { Rule } from "./rule";

/** Every topic is encrypted with our own key, because CloudWatch cannot publish to a topic with AWS's key. */
export const topicsEncrypted: Rule = (stack) =>
  stack
    .all("aws_sns_topic")
    .filter(({ kms_master_key_id }) => !/^\$\{aws_kms_key\./.test(String(kms_master_key_id)))
    .map(({ name }) => String(name));
