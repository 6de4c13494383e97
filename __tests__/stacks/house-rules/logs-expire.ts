import type { Rule } from "./rule";

/** Every log group has a retention. */
export const logsExpire: Rule = (stack) =>
  stack
    .all("aws_cloudwatch_log_group")
    .filter((group) => typeof group.retention_in_days !== "number")
    .map((group) => String(group.name));
