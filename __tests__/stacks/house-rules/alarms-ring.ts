import type { Rule } from "./rule";

/** Every alarm notifies a topic when it is raised and when it recovers, and links to the runbook. */
export const alarmsRing: Rule = (stack) =>
  stack
    .all("aws_cloudwatch_metric_alarm")
    .filter(
      ({ alarm_actions, ok_actions, alarm_description }) =>
        ![alarm_actions, ok_actions].every((actions) => Array.isArray(actions) && actions.length > 0) ||
        !String(alarm_description).includes("docs/runbook.md#"),
    )
    .map(({ alarm_name }) => String(alarm_name));
