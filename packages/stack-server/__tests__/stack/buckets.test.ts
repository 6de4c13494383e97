import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { readStack, StackError } from "../../src/stack/read-stack";
import { context, synthesize, writeStack } from "./synthesize";

const provider = { aws: [{ region: "eu-central-1" }] };
const read = (resource: Record<string, unknown>) => readStack(writeStack({ provider, resource }), context);
const bucket = { files: { bucket: "dev-files", force_destroy: true } };

describe("a bucket", () => {
  it("is read with its CORS and expiration rules", () => {
    const directory = synthesize((stack) => {
      const files = new S3Bucket(stack, "files", { bucketPrefix: "dev-files-" });
      new S3BucketCorsConfiguration(stack, "cors", {
        bucket: files.id,
        corsRule: [
          { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["*"] },
          {
            allowedMethods: ["PUT"],
            allowedOrigins: ["https://*.example"],
            allowedHeaders: ["content-type"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: 600,
          },
        ],
      });
      new S3BucketLifecycleConfiguration(stack, "lifecycle", {
        bucket: files.bucket,
        rule: [
          {
            id: "retention",
            status: "Enabled",
            filter: [{ prefix: "files/" }],
            expiration: [{ days: 7 }],
            abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
          },
        ],
      });
    });

    const { buckets, unserved } = readStack(directory, context);

    expect(buckets).toEqual([
      {
        address: "aws_s3_bucket.files",
        bucketName: expect.stringMatching(/^dev-files-[a-z0-9]{26}$/),
        arn: `arn:aws:s3:::${buckets[0]?.bucketName}`,
        corsRules: [
          {
            allowedOrigins: ["*"],
            allowedMethods: ["GET", "HEAD"],
            allowedHeaders: [],
            exposeHeaders: [],
            maxAgeSeconds: undefined,
          },
          {
            allowedOrigins: ["https://*.example"],
            allowedMethods: ["PUT"],
            allowedHeaders: ["content-type"],
            exposeHeaders: ["ETag"],
            maxAgeSeconds: 600,
          },
        ],
        expirationRules: [{ prefix: "files/", days: 7 }],
      },
    ]);
    expect(unserved).toEqual([]);
  });

  it.each([
    ["one without a filter", { expiration: [{ days: 1 }] }, [{ prefix: "", days: 1 }], []],
    ["the older prefix", { prefix: "a/", expiration: [{ days: 1 }] }, [{ prefix: "a/", days: 1 }], []],
    ["one that is disabled", { status: "Disabled", expiration: [{ days: 1 }] }, [], []],
    [
      "one that expires nothing",
      { abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }] },
      [],
      [],
    ],
    [
      "one for a tag, which is logged",
      { filter: [{ tag: [{ key: "a", value: "b" }] }], expiration: [{ days: 1 }] },
      [],
      ["aws_s3_bucket_lifecycle_configuration.it.rule.filter.tag"],
    ],
    [
      "one by date, which is logged",
      { expiration: [{ date: "2030-01-01T00:00:00Z" }] },
      [],
      ["aws_s3_bucket_lifecycle_configuration.it.rule.expiration.date"],
    ],
  ])("is read with a lifecycle rule: %s", (_, rule, expected, told) => {
    const { buckets, unserved } = read({
      aws_s3_bucket: bucket,
      aws_s3_bucket_lifecycle_configuration: {
        it: { bucket: "${aws_s3_bucket.files.id}", rule: [{ id: "r", status: "Enabled", ...rule }] },
      },
    });

    expect(buckets[0]?.expirationRules).toEqual(expected);
    expect(unserved.map(({ address }) => address)).toEqual(told);
  });

  it.each([
    [
      "for a bucket of another stack",
      { it: { bucket: "elsewhere", cors_rule: [] } },
      "the stack has no bucket `elsewhere`",
    ],
    [
      "that is declared twice for a bucket",
      { one: { bucket: "dev-files", cors_rule: [] }, two: { bucket: "dev-files", cors_rule: [] } },
      "the bucket `dev-files` already has an aws_s3_bucket_cors_configuration",
    ],
  ])("cannot have a CORS configuration %s", (_, cors, message) => {
    const resource = { aws_s3_bucket: bucket, aws_s3_bucket_cors_configuration: cors };

    expect(() => read(resource)).toThrow(StackError);
    expect(() => read(resource)).toThrow(message);
  });

  it("cannot have a CORS pattern with two stars", () => {
    const { buckets, unserved } = read({
      aws_s3_bucket: bucket,
      aws_s3_bucket_cors_configuration: {
        it: {
          bucket: "dev-files",
          cors_rule: [{ allowed_methods: ["GET"], allowed_origins: ["https://*.a.*"] }],
        },
      },
    });

    expect(buckets[0]?.corsRules).toEqual([]);
    expect(unserved).toEqual([
      {
        address: "aws_s3_bucket_cors_configuration.it",
        reason: "`allowed_origins`: `https://*.a.*` has more than one `*`; S3 accepts only one",
      },
    ]);
  });
});
