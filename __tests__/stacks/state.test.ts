import { Testing } from "cdktf";
import { LocalStack } from "../../stacks/local-stack";
import { read } from "../constructs/synthesized";
import { kiteStack } from "./kite";
import { stateStack } from "./state";

interface TerraformBlock {
  readonly required_version: string;
  readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const terraformOf = (stack: { document: Readonly<Record<string, unknown>> }) =>
  stack.document.terraform as TerraformBlock;
const providerOf = (stack: { document: Readonly<Record<string, unknown>> }) =>
  (stack.document.provider as { aws: Readonly<Record<string, unknown>>[] }).aws[0];

describe("the Terraform state", () => {
  it("is encrypted and locked in the deployment's bucket, and only the deployment's account may use it", () => {
    const terraform = terraformOf(kiteStack());

    expect(terraform).toMatchObject({
      required_version: ">= 1.10",
      backend: {
        s3: {
          bucket: "kite-terraform-state-123456789012",
          key: "kite/terraform.tfstate",
          region: "eu-west-1",
          encrypt: true,
          use_lockfile: true,
          allowed_account_ids: ["123456789012"],
        },
      },
    });
  });

  it("is in a file with a relative path without s3BucketWithState", () => {
    const terraform = terraformOf(kiteStack({}, { s3BucketWithState: undefined }));

    expect(terraform.backend).toEqual({ local: { path: "../../../terraform.kite.tfstate" } });
  });

  it("is in a file with a relative path for the stack local", () => {
    const terraform = terraformOf(read(new LocalStack(Testing.app(), "local")));

    expect(terraform).toMatchObject({
      required_version: ">= 1.10",
      backend: { local: { path: "../../../terraform.local.tfstate" } },
    });
  });
});

describe("AWS_ENDPOINT_URL", () => {
  it("points the provider and the state to an emulator, with path-style URLs and with the check of the account", () => {
    const url = "http://localhost:4566";
    const stack = kiteStack({}, { awsEndpointUrl: url });

    expect(providerOf(stack)).toMatchObject({
      allowed_account_ids: ["123456789012"],
      endpoints: [
        {
          apigatewayv2: url,
          dynamodb: url,
          events: url,
          iam: url,
          lambda: url,
          logs: url,
          s3: url,
          sqs: url,
          ssm: url,
          sts: url,
        },
      ],
      s3_use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
      skip_region_validation: true,
    });
    expect(terraformOf(stack).backend.s3).toMatchObject({
      endpoints: { s3: url, sts: url, iam: url, dynamodb: url },
      use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      skip_s3_checksum: true,
      use_lockfile: true,
    });
  });

  it.each([
    ["http://localhost:4566", 0],
    ["https://localhost.localstack.cloud:4566", 1],
    [undefined, 1],
  ])(
    "of %s results in %s policies that require TLS on the bucket of a stage, because an emulator may use plain HTTP",
    (awsEndpointUrl, policies) => {
      const stack = kiteStack({}, { awsEndpointUrl });

      expect(stack.all("aws_s3_bucket_policy")).toHaveLength(policies);
      expect(stack.all("aws_s3_bucket_public_access_block")).toHaveLength(1);
    },
  );

  it("without TLS removes the policy that requires TLS for the state bucket", () => {
    const emulated = stateStack({ AWS_ENDPOINT_URL: "http://localhost:4566" });

    expect(emulated.all("aws_s3_bucket_policy")).toEqual([]);
    expect(stateStack().all("aws_s3_bucket_policy")).toHaveLength(1);
  });

  it("has no effect if it is not set", () => {
    const stack = kiteStack();

    expect(providerOf(stack)).toEqual({
      region: "eu-west-1",
      allowed_account_ids: ["123456789012"],
      default_tags: [{ tags: { app: "kite", stack: "kite" } }],
    });
    expect(Object.keys(terraformOf(stack).backend.s3 ?? {})).not.toContain("endpoints");
  });

  it("is set for every service whose resources the stack declares", () => {
    const stack = kiteStack({ prodStage: true });
    const services = new Set(stack.types.map((type) => type.split("_")[1]));

    expect([...services].sort()).toEqual([
      "apigatewayv2",
      "cloudwatch",
      "dynamodb",
      "iam",
      "kms",
      "lambda",
      "s3",
      "sns",
      "sqs",
    ]);
  });
});
