import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { arnIn } from "../account/partition";
import { type AccountLocation, actionsIn, policyText } from "../account/policy";

/** The fewest days that AWS lets a key wait for its end. */
const deletionWindowDays = 7;

/** A service that may tell something at a topic. */
export interface TopicPublisher {
  /** Letters and digits. */
  readonly sid: string;
  /** For example `events.amazonaws.com`. */
  readonly service: string;
  /**
   * What it must come from. EventBridge sends no such keys, and would be refused with any.
   * @default - anything
   */
  readonly condition?: object;
}

/** EventBridge. */
export const events: TopicPublisher = { sid: "Events", service: "events.amazonaws.com" };

export interface EncryptedTopicProps extends AccountLocation {
  readonly topicName: string;
  /** Who gets an email; AWS asks each to confirm. */
  readonly emails: readonly string[];
  readonly publishers: readonly TopicPublisher[];
}

/**
 * Where services of AWS tell people something. It has a key of its own: through AWS's key for SNS, whose policy cannot
 * be changed, CloudWatch and the others fail without a word.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class EncryptedTopic extends Construct {
  readonly topic: SnsTopic;

  constructor(scope: Construct, id: string, props: EncryptedTopicProps) {
    super(scope, id);
    const key = new KmsKey(this, "Key", {
      description: `Encrypts ${props.topicName}`,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      policy: policyText([administer(props), ...props.publishers.map(useKey)]),
    });
    this.topic = new SnsTopic(this, "Topic", { name: props.topicName, kmsMasterKeyId: key.arn });
    new SnsTopicPolicy(this, "Policy", {
      arn: this.topic.arn,
      policy: policyText(props.publishers.map((publisher) => publish(publisher, this.topic.arn))),
    });
    for (const [index, endpoint] of props.emails.entries()) {
      new SnsTopicSubscription(this, `Email${index}`, {
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint,
      });
    }
  }
}

/** The account's own people, as far as IAM lets them: without it nobody could change the key. */
function administer({ account, region }: EncryptedTopicProps): object {
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `${arnIn(region)}:iam::${account}:root` },
    Action: keyAdministration,
    Resource: [thisKey],
  };
}

/** In the policy of a key the wildcard is the key itself: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
const thisKey = "*";

const keyAdministration = actionsIn(
  "kms",
  `CancelKeyDeletion CreateAlias Decrypt DeleteAlias DescribeKey DisableKey DisableKeyRotation
  EnableKey EnableKeyRotation GenerateDataKey GetKeyPolicy GetKeyRotationStatus ListGrants
  ListKeyPolicies ListResourceTags PutKeyPolicy RevokeGrant ScheduleKeyDeletion TagResource
  UntagResource UpdateKeyDescription`,
);

function useKey(publisher: TopicPublisher): object {
  return statement(publisher, ["kms:Decrypt", "kms:GenerateDataKey"], thisKey);
}

function publish(publisher: TopicPublisher, topicArn: string): object {
  return statement(publisher, ["sns:Publish"], topicArn);
}

function statement({ sid, service, condition }: TopicPublisher, actions: string[], resource: string): object {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: actions,
    Resource: [resource],
    ...(condition && { Condition: condition }),
  };
}
