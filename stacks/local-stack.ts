import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { keepStateInFile, requireTerraform } from "../constructs/account/cloud";
import { PhysicalNames } from "../constructs/account/physical-names";
import { pinVersion, providerVersions } from "../constructs/account/provider-versions";
import { ChatTables } from "../constructs/storage/chat-tables";
import { DynamodbLocal, dynamodbLocalPort } from "../constructs/storage/dynamodb-local";

const endpoint = `http://127.0.0.1:${dynamodbLocalPort}`;

/** Creates DynamoDB Local with the tables of the stage `dev`. It needs no settings and no account. */
export class LocalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    requireTerraform(this);
    keepStateInFile(this);
    pinVersion(new DockerProvider(this, "docker"), providerVersions.docker);
    pinVersion(new AwsProvider(this, "aws", dynamodbLocalOnly), providerVersions.awsOfDynamodbLocal);
    const database = new DynamodbLocal(this, "DynamodbLocal");
    new ChatTables(this, "Tables", {
      stage: "dev",
      // The names of tables do not include the app, so its value has no effect.
      names: new PhysicalNames("kite"),
      fixedCapacity: true,
      dependsOn: [database.container],
    });
    new TerraformOutput(this, "DynamodbEndpoint", { value: endpoint, staticId: true });
  }
}

/**
 * DynamoDB Local accepts any key that consists of letters. With few retries, a plan fails soon without the container.
 */
const dynamodbLocalOnly = {
  region: "us-east-1",
  accessKey: "local",
  secretKey: "local",
  maxRetries: 2,
  endpoints: [{ dynamodb: endpoint }],
  skipCredentialsValidation: true,
  skipMetadataApiCheck: "true",
  skipRegionValidation: true,
  skipRequestingAccountId: true,
};
