import { type Place, passRole, type RightsByType } from "./rights";

const workgroups: Place = {
  arns: ["{arn}:athena:{region}:{account}:workgroup/{name}"],
  names: { type: "aws_athena_workgroup", attributes: ["name"] },
  kite: ["{arn}:athena:{region}:{account}:workgroup/{app}-logs"],
};
/** Glue wants the right to a thing and to all that it lies in: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html */
const databases: Place = {
  arns: [
    "{arn}:glue:{region}:{account}:catalog",
    "{arn}:glue:{region}:{account}:database/{name}",
    "{arn}:glue:{region}:{account}:table/{name}/*",
    "{arn}:glue:{region}:{account}:userDefinedFunction/{name}/*",
  ],
  names: { type: "aws_glue_catalog_database", attributes: ["name"] },
  kite: [
    "{arn}:glue:{region}:{account}:catalog",
    "{arn}:glue:{region}:{account}:database/{database}_logs",
    "{arn}:glue:{region}:{account}:table/{database}_logs/*",
  ],
};

export const archiveRights: RightsByType = {
  aws_athena_named_query: [
    {
      actions: ["athena:CreateNamedQuery", "athena:DeleteNamedQuery"],
      reads: ["athena:GetNamedQuery"],
      on: workgroups,
    },
  ],
  aws_athena_workgroup: [
    {
      actions: [
        "athena:CreateWorkGroup",
        "athena:DeleteWorkGroup",
        "athena:TagResource",
        "athena:UntagResource",
        "athena:UpdateWorkGroup",
      ],
      reads: ["athena:GetWorkGroup", "athena:ListTagsForResource"],
      on: workgroups,
    },
  ],
  aws_glue_catalog_database: [
    {
      actions: [
        "glue:CreateDatabase",
        "glue:DeleteDatabase",
        "glue:TagResource",
        "glue:UntagResource",
        "glue:UpdateDatabase",
      ],
      reads: ["glue:GetDatabase", "glue:GetTags"],
      on: databases,
    },
  ],
  aws_glue_catalog_table: [
    {
      actions: ["glue:CreateTable", "glue:DeleteTable", "glue:UpdateTable"],
      reads: ["glue:GetPartitionIndexes", "glue:GetTable"],
      on: databases,
    },
  ],
  aws_kinesis_firehose_delivery_stream: [
    {
      actions: [
        "firehose:CreateDeliveryStream",
        "firehose:DeleteDeliveryStream",
        "firehose:StartDeliveryStreamEncryption",
        "firehose:StopDeliveryStreamEncryption",
        "firehose:TagDeliveryStream",
        "firehose:UntagDeliveryStream",
        "firehose:UpdateDestination",
      ],
      reads: ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"],
      on: {
        arns: ["{arn}:firehose:{region}:{account}:deliverystream/{name}"],
        names: { type: "aws_kinesis_firehose_delivery_stream", attributes: ["name"] },
        kite: ["{arn}:firehose:{region}:{account}:deliverystream/{app}-*"],
      },
    },
    passRole("firehose.amazonaws.com"),
  ],
};
