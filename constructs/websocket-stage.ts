import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { ApiStageProps } from "./api-stage-props";
import { FUNCTION_VARIABLE } from "./integration-uri";
import type { WebsocketApi } from "./websocket-api";

/** One line of JSON for each connection, frame and end; nothing that a visitor wrote: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  extendedRequestId: "$context.extendedRequestId",
  requestTime: "$context.requestTime",
  connectionId: "$context.connectionId",
  eventType: "$context.eventType",
  routeKey: "$context.routeKey",
  status: "$context.status",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integrationLatency",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

export interface WebsocketStageProps extends ApiStageProps {
  readonly api: WebsocketApi;
}

/** A stage of a WebSocket API with access logs, execution logs at ERROR and the right to call its function. */
export class WebsocketStage extends Construct {
  readonly stage: Apigatewayv2Stage;
  readonly accessLogGroupName: string;

  constructor(scope: Construct, id: string, props: WebsocketStageProps) {
    super(scope, id);
    const { api } = props.api;
    const accessLogs = new CloudwatchLogGroup(this, "AccessLogs", {
      name: props.accessLogGroupName,
      retentionInDays: props.logRetentionDays,
    });
    // API Gateway would make this group by itself, and keep it for ever.
    const executionLogs = new CloudwatchLogGroup(this, "ExecutionLogs", {
      name: `/aws/apigateway/${api.id}/${props.stage}`,
      retentionInDays: props.logRetentionDays,
    });
    this.accessLogGroupName = accessLogs.name;
    const permission = props.function.allow(
      "websocket-api",
      "apigateway.amazonaws.com",
      `${api.executionArn}/${props.stage}/*`,
    );
    this.stage = new Apigatewayv2Stage(this, "Stage", {
      apiId: api.id,
      name: props.stage,
      deploymentId: props.api.deployment.id,
      stageVariables: { [FUNCTION_VARIABLE]: props.function.target },
      accessLogSettings: { destinationArn: accessLogs.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: {
        throttlingRateLimit: props.throttlingRateLimit,
        throttlingBurstLimit: props.throttlingBurstLimit,
        loggingLevel: "ERROR",
        // Traced data would be what visitors write.
        dataTraceEnabled: false,
        detailedMetricsEnabled: true,
      },
      dependsOn: [executionLogs, permission],
    });
  }
}
