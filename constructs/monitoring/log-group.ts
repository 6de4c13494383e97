import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";

/** Creates a log group whose logs are deleted after the given number of days. */
export function newLogGroup(scope: Construct, id: string, name: string, days: number): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, { name, retentionInDays: days });
}
