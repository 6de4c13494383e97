import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Construct } from "constructs";
import { newLogGroup } from "../monitoring/log-group";
import type { ApiStageProps } from "./api-stage-props";
import { functionVariable } from "./integration-uri";
import type { WebsocketApi } from "./websocket-api";

/** One line of JSON for each connect, frame and disconnect, without anything that a visitor wrote: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html */
const accessLogFormat = JSON.stringify({
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

/** Settings of every route except its limits. Data traces are off: they would contain visitors' messages. */
const observed = { loggingLevel: "ERROR", dataTraceEnabled: false, detailedMetricsEnabled: true };

export interface WebsocketStageProps extends ApiStageProps {
  readonly api: WebsocketApi;
  /**
   * Limits of single routes. Requests to such a route do not count towards the stage's limits, and other requests do
   * not count towards the route's limits.
   * @default - all routes share the limits of the stage
   */
  readonly routeThrottles?: readonly RouteThrottle[];
}

/** Represents the limits of one route of a stage. */
export interface RouteThrottle {
  /** Key of a route of the API. API Gateway rejects a stage with settings for any other key. */
  readonly routeKey: string;
  /** Requests per second. */
  readonly rateLimit: number;
  /** Simultaneous requests. */
  readonly burstLimit: number;
}

/** Creates a stage of a WebSocket API with access logs, logs of errors, and the permission to call its function. */
export class WebsocketStage extends Construct {
  readonly stage: Apigatewayv2Stage;
  readonly accessLogGroupName: string;

  constructor(scope: Construct, id: string, props: WebsocketStageProps) {
    super(scope, id);
    const { api } = props.api;
    const accessLogs = newLogGroup(this, "AccessLogs", props.accessLogGroupName, props.logRetentionDays);
    // Otherwise API Gateway creates this group itself, and its logs never expire.
    const executionLogs = newLogGroup(
      this,
      "ExecutionLogs",
      `/aws/apigateway/${api.id}/${props.stage}`,
      props.logRetentionDays,
    );
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
      stageVariables: { [functionVariable]: props.function.target },
      accessLogSettings: { destinationArn: accessLogs.arn, format: accessLogFormat },
      defaultRouteSettings: {
        throttlingRateLimit: props.throttlingRateLimit,
        throttlingBurstLimit: props.throttlingBurstLimit,
        ...observed,
      },
      // A route's settings replace all defaults, so each route repeats them. The provider sends 0 for an omitted limit:
      // https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/stage.go
      routeSettings: (props.routeThrottles ?? []).map(({ routeKey, rateLimit, burstLimit }) => ({
        routeKey,
        throttlingRateLimit: rateLimit,
        throttlingBurstLimit: burstLimit,
        ...observed,
      })),
      dependsOn: [executionLogs, permission],
    });
  }
}
