import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { arnIn } from "../account/partition";
import { type AccountLocation, actionsIn, policyText } from "../account/policy";

/** The minimum number of days for which AWS waits before it deletes a key. */
const deletionWindowDays = 7;

/** Represents a service that may publish to a topic. */
export interface TopicPublisher {
  /** Id of the statement: letters and digits. */
  readonly sid: string;
  /** Service principal, for example `events.amazonaws.com`. */
  readonly service: string;
  /**
   * Condition on the source of a message. EventBridge sends no condition keys, so a condition would reject its
   * messages.
   * @default - no condition
   */
  readonly condition?: object;
}

/** EventBridge as a publisher. */
export const events: TopicPublisher = { sid: "Events", service: "events.amazonaws.com" };

export interface EncryptedTopicProps extends AccountLocation {
  readonly topicName: string;
  /** Email addresses of the subscribers. AWS asks each of them to confirm. */
  readonly emails: readonly string[];
  readonly publishers: readonly TopicPublisher[];
}

/**
 * Creates a topic through which AWS services notify people. It has its own key: with AWS's key for SNS, whose policy
 * cannot be changed, CloudWatch and other services fail silently.
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

/** Lets IAM decide who in the account may administer the key. Without this statement, nobody could change the key. */
function administer({ account, region }: EncryptedTopicProps): object {
  return {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: `${arnIn(region)}:iam::${account}:root` },
    Action: keyAdministration,
    Resource: [thisKey],
  };
}

/** In a key's policy, the wildcard means the key itself: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
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
