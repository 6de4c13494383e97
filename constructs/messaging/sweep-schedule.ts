import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { LambdaFunction } from "../functions/lambda-function";

export interface SweepScheduleProps {
  readonly ruleName: string;
  readonly rateMinutes: number;
  /** Function that finds overdue messages. */
  readonly function: LambdaFunction;
}

/** Creates the schedule of the sweep. Its event is `{"sweep":true}`. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, props: SweepScheduleProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: props.ruleName,
      description: "Starts the sweep, which finds overdue messages in the outbox",
      scheduleExpression: rate(props.rateMinutes),
    });
    const permission = props.function.allow("sweep-schedule", "events.amazonaws.com", rule.arn);
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: "outbox",
      arn: props.function.alias.arn,
      input: JSON.stringify({ sweep: true }),
      dependsOn: [permission],
    });
  }
}

/** Returns the rate as EventBridge requires it, singular for one minute: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html */
function rate(minutes: number): string {
  return `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
}
