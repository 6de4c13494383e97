import { grant, named, type Place, passRole, type RightsByType } from "./rights";

const workgroups = named(
  "aws_athena_workgroup.name",
  "athena:{region}:{account}:workgroup/{name}",
  "{app}-logs",
);
/** Glue requires rights to a resource and to all resources that contain it: https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html */
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
const streams = named(
  "aws_kinesis_firehose_delivery_stream.name",
  "firehose:{region}:{account}:deliverystream/{name}",
  "{app}-*",
);

export const archiveRights: RightsByType = {
  aws_athena_named_query: [
    grant("athena", workgroups, { actions: "CreateNamedQuery DeleteNamedQuery", reads: "GetNamedQuery" }),
  ],
  aws_athena_workgroup: [
    grant("athena", workgroups, {
      actions: "CreateWorkGroup DeleteWorkGroup TagResource UntagResource UpdateWorkGroup",
      reads: "GetWorkGroup ListTagsForResource",
    }),
  ],
  aws_glue_catalog_database: [
    grant("glue", databases, {
      actions: "CreateDatabase DeleteDatabase TagResource UntagResource UpdateDatabase",
      reads: "GetDatabase GetTags",
    }),
  ],
  aws_glue_catalog_table: [
    grant("glue", databases, {
      actions: "CreateTable DeleteTable UpdateTable",
      reads: "GetPartitionIndexes GetTable",
    }),
  ],
  aws_kinesis_firehose_delivery_stream: [
    grant("firehose", streams, {
      actions: `CreateDeliveryStream DeleteDeliveryStream StartDeliveryStreamEncryption
        StopDeliveryStreamEncryption TagDeliveryStream UntagDeliveryStream UpdateDestination`,
      reads: "DescribeDeliveryStream ListTagsForDeliveryStream",
    }),
    passRole("firehose.amazonaws.com"),
  ],
};
