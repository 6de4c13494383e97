import type { Rule } from "./rule";

/** Every queue is encrypted. */
export const queuesEncrypted: Rule = (stack) =>
  stack
    .all("aws_sqs_queue")
    .filter((queue) => queue.sqs_managed_sse_enabled !== true && queue.kms_master_key_id === undefined)
    .map(({ name }) => String(name));
