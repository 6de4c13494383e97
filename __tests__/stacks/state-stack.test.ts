import { stateStack } from "./state";

const stateBucket = "kite-terraform-state-123456789012";

describe("the stack kite-state", () => {
  const stack = stateStack();

  it("imports the bucket of all states, including its own, and prevents its destruction", () => {
    const [id] = Object.keys(stack.byId("aws_s3_bucket"));
    const { backend } = stack.document.terraform as { backend: unknown };

    expect(stack.one("aws_s3_bucket")).toEqual({
      bucket: stateBucket,
      lifecycle: { prevent_destroy: true },
    });
    expect(stack.document.import).toEqual([{ to: `aws_s3_bucket.${id}`, id: stateBucket }]);
    expect(backend).toMatchObject({
      s3: { bucket: stateBucket, key: "kite-state/terraform.tfstate", encrypt: true, use_lockfile: true },
    });
  });

  it("configures the bucket with versions, encryption, TLS only and no public access", () => {
    const { policy } = stack.one("aws_s3_bucket_policy");

    expect(stack.one("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(stack.one("aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(String(policy)).toContain('"aws:SecureTransport":"false"');
    expect(stack.one("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  it("expires old versions, but never the current state", () => {
    const { rule } = stack.one("aws_s3_bucket_lifecycle_configuration");

    expect(rule).toEqual([
      {
        id: "old-versions",
        status: "Enabled",
        filter: [{ prefix: "" }],
        noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
  });

  it("allows API Gateway to write logs, with a role that only API Gateway may assume", () => {
    const { assume_role_policy, name } = stack.one("aws_iam_role");

    expect(name).toBe("kite-api-gateway-logs-eu-west-1");
    expect(String(assume_role_policy)).toContain('"Service":"apigateway.amazonaws.com"');
    expect(stack.one("aws_iam_role_policy_attachment").policy_arn).toBe(
      "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    );
    expect(stack.one("aws_api_gateway_account")).toEqual({
      cloudwatch_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.ApiGatewayLogs_Role_\w+\.arn\}$/),
      depends_on: [expect.stringMatching(/^aws_iam_role_policy_attachment\./)],
    });
  });

  it("honors the deployment's stateBucket and permissionsBoundaryArn", () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/bound";

    const own = stateStack({}, { stateBucket: "elsewhere", permissionsBoundaryArn });

    expect(own.one("aws_s3_bucket").bucket).toBe("elsewhere");
    expect(own.one("aws_iam_role").permissions_boundary).toBe(permissionsBoundaryArn);
    expect(stack.one("aws_iam_role")).not.toHaveProperty("permissions_boundary");
  });

  it("has only API Gateway's permission to write logs if states are in local files", () => {
    const local = stateStack({ KITE_STATE: "local" });

    expect(local.types).toEqual([
      "aws_api_gateway_account",
      "aws_iam_role",
      "aws_iam_role_policy_attachment",
    ]);
    expect(local.document.terraform).toMatchObject({
      backend: { local: { path: "../../../terraform.kite-state-local.tfstate" } },
    });
  });
});
