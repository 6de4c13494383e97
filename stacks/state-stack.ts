import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ApiGatewayLogs } from "../constructs/api-gateway-logs";
import { inCloud } from "../constructs/cloud";
import { PhysicalNames } from "../constructs/physical-names";
import { StateBucket } from "../constructs/state-bucket";
import type { Deployment } from "../settings/deployment";

export interface StateStackProps {
  readonly deployment: Deployment;
  /** `local`: there is no bucket to hold, and this stack's own state lies in a file as well. */
  readonly state: "s3" | "local";
  /**
   * An AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}

/** What is there once: the bucket of the states, and API Gateway's right to write logs in this account and region. */
export class StateStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: StateStackProps) {
    super(scope, id);
    const { deployment } = props;
    const stateBucket = props.state === "s3" ? deployment.stateBucket : undefined;
    inCloud(this, {
      account: deployment.account,
      region: deployment.region,
      app: deployment.app,
      stateBucket,
      stateKey: `${id}/terraform.tfstate`,
      awsEndpointUrl: props.awsEndpointUrl,
    });
    if (stateBucket !== undefined) {
      new StateBucket(this, "StateBucket", { bucketName: stateBucket });
      new TerraformOutput(this, "StateBucketName", { value: stateBucket, staticId: true });
    }
    new ApiGatewayLogs(this, "ApiGatewayLogs", {
      roleName: PhysicalNames.of(deployment).apiGatewayLogsRole(deployment.region),
      permissionsBoundaryArn: deployment.permissionsBoundaryArn,
    });
  }
}
