import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { Construct } from "constructs";
import type { LambdaFunction } from "../functions/lambda-function";
import { newLogGroup } from "../monitoring/log-group";
import type { ApiStageProps } from "./api-stage-props";
import type { HttpApi } from "./http-api";
import { functionVariable, widgetVariable } from "./integration-uri";

/** One line of JSON for each request: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const accessLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  routeKey: "$context.routeKey",
  status: "$context.status",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integrationLatency",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

export interface HttpStageProps extends ApiStageProps {
  readonly api: HttpApi;
  /** The function that serves the widget. */
  readonly widget: LambdaFunction;
}

/** Creates a stage of an HTTP API with automatic deploys, access logs and the permission to call its functions. */
export class HttpStage extends Construct {
  readonly stage: Apigatewayv2Stage;
  readonly accessLogGroupName: string;

  constructor(scope: Construct, id: string, props: HttpStageProps) {
    super(scope, id);
    const { api } = props.api;
    const accessLogs = newLogGroup(this, "AccessLogs", props.accessLogGroupName, props.logRetentionDays);
    this.accessLogGroupName = accessLogs.name;
    const permissions = [props.function, props.widget].map((called) =>
      called.allow("http-api", "apigateway.amazonaws.com", `${api.executionArn}/${props.stage}/*`),
    );
    this.stage = new Apigatewayv2Stage(this, "Stage", {
      apiId: api.id,
      name: props.stage,
      autoDeploy: true,
      stageVariables: {
        [functionVariable]: props.function.target,
        [widgetVariable]: props.widget.target,
      },
      accessLogSettings: { destinationArn: accessLogs.arn, format: accessLogFormat },
      defaultRouteSettings: {
        throttlingRateLimit: props.throttlingRateLimit,
        throttlingBurstLimit: props.throttlingBurstLimit,
        detailedMetricsEnabled: true,
      },
      dependsOn: permissions,
    });
  }
}
