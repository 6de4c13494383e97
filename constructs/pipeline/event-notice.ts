import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import type { EncryptedTopic } from "../messaging/encrypted-topic";

export interface EventNoticeProps {
  readonly ruleName: string;
  /** One sentence. */
  readonly description: string;
  /** Which events are told. */
  readonly pattern: object;
  readonly topic: EncryptedTopic;
  /** What stands for `<name>` in the lines, as paths in the event. */
  readonly values: Readonly<Record<string, string>>;
  /** The text, a sentence a line; without quotes. */
  readonly lines: readonly string[];
}

/** Tells people of an event, in sentences. */
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
        // Text, and not JSON, is a quoted string a line: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
        inputTemplate: props.lines.map((line) => `"${line}"`).join("\n"),
      },
    });
  }
}
