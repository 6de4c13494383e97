import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { EncryptedTopic } from "../messaging/encrypted-topic";

export interface EventNoticeProps {
  readonly ruleName: string;
  /** Description of the rule, in one sentence. */
  readonly description: string;
  /** Pattern of the events that are reported. */
  readonly pattern: object;
  readonly topic: EncryptedTopic;
  /** Values for `<name>` in the lines, as paths in the event. */
  readonly values: Readonly<Record<string, string>>;
  /** Lines of the text, one sentence each, without quotes. */
  readonly lines: readonly string[];
}

/** Creates a rule that sends an event to a topic as text. */
export class EventNotice extends Construct {
  constructor(scope: Construct, id: string, props: EventNoticeProps) {
    super(scope, id);
    const rule = new CloudwatchEventRule(this, "Rule", {
      name: props.ruleName,
      description: props.description,
      eventPattern: JSON.stringify(props.pattern),
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      targetId: "people",
      arn: props.topic.topic.arn,
      inputTransformer: {
        inputPaths: { ...props.values },
        // Plain text must be written as one quoted string for each line: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
        inputTemplate: props.lines.map((line) => `"${line}"`).join("\n"),
      },
    });
  }
}
