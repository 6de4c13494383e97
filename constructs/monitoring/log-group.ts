import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";

/** Creates a log group. Its logs are deleted after some days. */
export function newLogGroup(scope: Construct, id: string, name: string, days: number): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, { name, retentionInDays: days });
}
