import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { arnIn } from "../account/partition";
import type { LambdaFunction } from "../functions/lambda-function";
import {
  EncryptedTopic,
  type EncryptedTopicProps,
  events,
  type TopicPublisher,
} from "../messaging/encrypted-topic";

export type AlarmTopicProps = Omit<EncryptedTopicProps, "publishers">;

/** Creates the topic that alarms and the budget are published to. */
export class AlarmTopic extends EncryptedTopic {
  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id, { ...props, publishers: publishers(props) });
  }

  /** Invokes a function with each notification. */
  call(scope: Construct, id: string, listener: LambdaFunction): void {
    const permission = listener.allow("alarm-topic", "sns.amazonaws.com", this.topic.arn);
    new SnsTopicSubscription(scope, id, {
      topicArn: this.topic.arn,
      protocol: "lambda",
      endpoint: listener.alias.arn,
      dependsOn: [permission],
    });
  }
}

function publishers({ account, region }: AlarmTopicProps): readonly TopicPublisher[] {
  const from = (sourceArn: string) => ({
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": sourceArn },
  });
  return [
    {
      sid: "Alarms",
      service: "cloudwatch.amazonaws.com",
      condition: from(`${arnIn(region)}:cloudwatch:${region}:${account}:alarm:*`),
    },
    events,
    {
      sid: "Budgets",
      service: "budgets.amazonaws.com",
      condition: from(`${arnIn(region)}:budgets::${account}:*`),
    },
  ];
}
