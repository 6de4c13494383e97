import { fullDeployment, synthesizeStacks } from "../../cli/stacks/synthesize-stacks";
import { stackNames } from "../../settings/variables";

/**
 * Terraform's addresses of the resources that contain data, or whose names other systems use. Terraform deletes and
 * recreates a resource whose address changes, so these addresses must not change when a construct id is renamed.
 */
const stateful: Readonly<Record<string, readonly string[]>> = {
  kite: [
    "aws_acm_certificate.Domain_Certificate_7E37FEC0",
    "aws_apigatewayv2_api.HttpApi_DD77E489",
    "aws_apigatewayv2_api.WebSocketApi_CEC6B617",
    "aws_dynamodb_table.dev_Tables_Channels_C9081E8B",
    "aws_dynamodb_table.dev_Tables_Connections_A1C30F23",
    "aws_dynamodb_table.dev_Tables_Members_DB179479",
    "aws_dynamodb_table.dev_Tables_Messages_2A8AED6A",
    "aws_dynamodb_table.prod_Tables_Channels_CB2FD45F",
    "aws_dynamodb_table.prod_Tables_Connections_82918BE5",
    "aws_dynamodb_table.prod_Tables_Members_8E4C31BE",
    "aws_dynamodb_table.prod_Tables_Messages_3B7CBFA1",
    "aws_glue_catalog_database.Watch_LogArchive_Database_FEA67173",
    "aws_kms_key.Watch_Alarms_Key_48AE98E2",
    "aws_s3_bucket.Watch_LogArchive_Bucket_5416CB4F",
    "aws_s3_bucket.dev_Files_Bucket_F1AC28A3",
    "aws_s3_bucket.prod_Files_Bucket_1BCBA10A",
    "aws_sns_topic.Watch_Alarms_Topic_BE82BAD5",
    "aws_sqs_queue.dev_Outbox_DeadLetters_59AB6751",
    "aws_sqs_queue.dev_Outbox_Queue_B204785D",
    "aws_sqs_queue.dev_Outbox_Undeliverable_DA7BCE2F",
    "aws_sqs_queue.prod_Outbox_DeadLetters_41115819",
    "aws_sqs_queue.prod_Outbox_Queue_B311650E",
    "aws_sqs_queue.prod_Outbox_Undeliverable_412F6B0D",
    "aws_ssm_parameter.Domain_Proxy_Parameter_5B6B0A3E",
  ],
  "kite-build": [
    "aws_kms_key.Notices_Topic_Key_63C56D4E",
    "aws_s3_bucket.SourceBucket_A863B5AF",
    "aws_sns_topic.Notices_Topic_142D8CC6",
  ],
  "kite-state": ["aws_s3_bucket.StateBucket_3A0A90D0"],
  local: [
    "aws_dynamodb_table.Tables_Channels_53B594B1",
    "aws_dynamodb_table.Tables_Connections_E46DB345",
    "aws_dynamodb_table.Tables_Members_E2059F78",
    "aws_dynamodb_table.Tables_Messages_2DC38D6B",
    "docker_container.dynamodb-local",
  ],
};

const types = [
  "aws_acm_certificate",
  "aws_apigatewayv2_api",
  "aws_dynamodb_table",
  "aws_glue_catalog_database",
  "aws_kms_key",
  "aws_s3_bucket",
  "aws_sns_topic",
  "aws_sqs_queue",
  "aws_ssm_parameter",
  "docker_container",
];

describe("the Terraform addresses of stateful resources", () => {
  const stacks = synthesizeStacks(fullDeployment, stackNames);

  it.each(Object.entries(stateful))("have not changed in the stack %s", (name, addresses) => {
    const resources = stacks.get(name)?.resource ?? {};

    const found = types.flatMap((type) => Object.keys(resources[type] ?? {}).map((id) => `${type}.${id}`));

    expect(found.sort()).toEqual([...addresses].sort());
  });
});
