import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { inCloud } from "../constructs/account/cloud";
import { PhysicalNames } from "../constructs/account/physical-names";
import { StateBucket } from "../constructs/account/state-bucket";
import { ApiGatewayLogs } from "../constructs/gateway/api-gateway-logs";
import type { StateStackProps } from "./state-stack-props";

/**
 * Creates the resources that an account needs once in each region: the state bucket, and API Gateway's permission to
 * write logs.
 */
export class StateStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id);
    const { region, app = "kite", s3BucketWithState, permissionsBoundaryArn } = props;
    inCloud(this, { ...props, app });
    if (s3BucketWithState !== undefined) {
      new StateBucket(this, "StateBucket", s3BucketWithState);
      new TerraformOutput(this, "StateBucketName", { value: s3BucketWithState, staticId: true });
    }
    new ApiGatewayLogs(this, "ApiGatewayLogs", {
      roleName: new PhysicalNames(app).apiGatewayLogsRole(region),
      region,
      permissionsBoundaryArn,
    });
  }
}
