import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { arnIn } from "../account/partition";
import { trustPolicy } from "../account/policy";
import { type RoleProps, serviceRole } from "../account/service-role";

/** AWS's own policy for this role. API Gateway rejects a role without these permissions. */
const pushToLogs = "iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs";

export interface ApiGatewayLogsProps extends RoleProps {
  readonly region: string;
}

/**
 * Allows API Gateway to write logs. Otherwise, API Gateway rejects a stage of a WebSocket API with logs. There is one
 * role for each account and region.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
 */
export class ApiGatewayLogs extends Construct {
  constructor(scope: Construct, id: string, props: ApiGatewayLogsProps) {
    super(scope, id);
    const role = serviceRole(this, "Role", props, trustPolicy("apigateway.amazonaws.com"));
    const rights = new IamRolePolicyAttachment(this, "Rights", {
      role: role.name,
      policyArn: `${arnIn(props.region)}:${pushToLogs}`,
    });
    new ApiGatewayAccount(this, "Account", { cloudwatchRoleArn: role.arn, dependsOn: [rights] });
  }
}
