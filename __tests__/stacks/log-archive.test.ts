import { kiteStack } from "./kite";

const without = kiteStack();
const archived = kiteStack({ prodStage: true, logArchive: true });

interface Delivery {
  readonly prefix: string;
  readonly bucket_arn: string;
  readonly compression_format: string;
  readonly processing_configuration: { readonly processors: readonly { readonly type: string }[] };
}
const deliveries = (stack: typeof archived) =>
  stack
    .all("aws_kinesis_firehose_delivery_stream")
    .map(({ extended_s3_configuration }) => extended_s3_configuration as Delivery);

describe("the log archive", () => {
  it("exists only if the setting logArchive is true", () => {
    expect(without.types.filter((type) => /firehose|glue|athena|subscription/.test(type))).toEqual([]);
    expect(without.all("aws_s3_bucket")).toHaveLength(1);
  });

  it("stores every line of every log group unchanged, by stage and day", () => {
    const groups = archived
      .all("aws_cloudwatch_log_subscription_filter")
      .map(({ log_group_name, filter_pattern }) => [
        String(log_group_name).match(/aws_cloudwatch_log_group\.((dev|prod)_[\w-]+?)_(Access)?Logs_/)?.[1],
        filter_pattern,
      ]);

    const ofStage = [
      "HttpStage",
      "WebSocketStage",
      "lifecycle-handler",
      "outbox",
      "request-dispatcher",
      "widget",
    ];
    expect(groups.sort()).toEqual(
      ["dev", "prod"].flatMap((stage) => ofStage.map((group) => [`${stage}_${group}`, ""])),
    );
    expect(deliveries(archived).map(({ prefix }) => prefix)).toEqual([
      "logs/dev/!{timestamp:yyyy/MM/dd}/",
      "logs/prod/!{timestamp:yyyy/MM/dd}/",
    ]);
    expect(deliveries(archived)[0]?.compression_format).toBe("GZIP");
    expect(deliveries(archived)[0]?.processing_configuration.processors.map(({ type }) => type)).toEqual([
      "Decompression",
      "CloudWatchLogProcessing",
      "AppendDelimiterToRecord",
    ]);
  });

  it("is encrypted in the delivery streams", () => {
    expect(
      archived.all("aws_kinesis_firehose_delivery_stream").map((it) => it.server_side_encryption),
    ).toEqual(Array(2).fill({ enabled: true, key_type: "AWS_OWNED_CMK" }));
  });

  it("is one Athena table with partition projection", () => {
    const { parameters, partition_keys } = archived.one("aws_glue_catalog_table") as {
      parameters: Readonly<Record<string, string>>;
      partition_keys: readonly { name: string }[];
    };

    expect(partition_keys.map(({ name }) => name)).toEqual(["stage", "day"]);
    expect(parameters["projection.stage.values"]).toBe("dev,prod");
    expect(parameters["storage.location.template"]).toMatch(
      /^s3:\/\/\$\{aws_s3_bucket\.Watch_LogArchive_\w+\.bucket\}\/logs\/\$\$\{stage\}\/\$\$\{day\}\/$/,
    );
  });

  it("has saved queries that limit the days that they read", () => {
    const queries = archived.all("aws_athena_named_query");

    expect(queries.map(({ name }) => name).sort()).toEqual([
      "Errors by kind",
      "Messages and bytes by channel",
      "Slowest invocations",
    ]);
    expect(
      queries.every(({ query }) => /FROM \$\{aws_glue_catalog_table\.\w+\.name\}/.test(String(query))),
    ).toBe(true);
    expect(queries.every(({ query }) => String(query).includes("day >= "))).toBe(true);
  });

  it("honors the setting logArchiveDays", () => {
    const stack = kiteStack({ logArchive: true, logArchiveDays: 30 });

    const [rules] = Object.entries(stack.byId("aws_s3_bucket_lifecycle_configuration"))
      .filter(([id]) => id.includes("LogArchive"))
      .map(([, { rule }]) => rule as readonly { filter: object[]; expiration?: object[] }[]);
    expect(rules?.map(({ filter, expiration }) => [filter[0], expiration?.[0]])).toEqual([
      [{ prefix: "logs/" }, { days: 30 }],
      [{ prefix: "results/" }, { days: 7 }],
      [{ prefix: "" }, undefined],
    ]);
  });

  it("honors the setting athenaScanLimitMegabytes, and clients cannot override it", () => {
    const stack = kiteStack({ logArchive: true, athenaScanLimitMegabytes: 10 });

    expect(stack.one("aws_athena_workgroup").configuration).toMatchObject({
      bytes_scanned_cutoff_per_query: 10_485_760,
      enforce_workgroup_configuration: true,
      result_configuration: { encryption_configuration: { encryption_option: "SSE_S3" } },
    });
  });

  it("is not deleted by a destroy while a stage is protected", () => {
    const buckets = (stack: typeof archived) =>
      stack.one("aws_s3_bucket", { bucket_prefix: "kite-logs-" }).force_destroy;

    expect([buckets(archived), buckets(kiteStack({ logArchive: true }))]).toEqual([false, true]);
  });

  it("sets the deployment's permissions boundary on its roles", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/bound";

    const stack = kiteStack({ logArchive: true, alarmForwarder: true, permissionsBoundaryArn });

    expect(new Set(stack.all("aws_iam_role").map((role) => role.permissions_boundary))).toEqual(
      new Set([permissionsBoundaryArn]),
    );
  });
});
