import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2IntegrationResponse } from "@cdktf/provider-aws/lib/apigatewayv2-integration-response";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2RouteResponse } from "@cdktf/provider-aws/lib/apigatewayv2-route-response";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { AssetType, Fn, TerraformAsset, TerraformOutput, type TerraformStack } from "cdktf";

/** The function, with the references that an environment may have. */
export function addFunction(stack: TerraformStack, id = "echo") {
  const path = join(tmpdir(), "stack-function.zip");
  writeFileSync(path, "not really a zip");
  const asset = new TerraformAsset(stack, `${id}-code`, { path, type: AssetType.FILE });
  const region = new DataAwsRegion(stack, `${id}-region`);
  const bucket = new S3Bucket(stack, `${id}-files`, { bucketPrefix: "dev-files-" });
  const role = new IamRole(stack, `${id}-role`, { assumeRolePolicy: "{}" });
  const lambda = new LambdaFunction(stack, id, {
    functionName: `dev-${id}`,
    filename: asset.path,
    sourceCodeHash: asset.assetHash,
    handler: "index.handler",
    runtime: "nodejs22.x",
    role: role.arn,
    publish: true,
    memorySize: 512,
    timeout: 10,
    environment: {
      variables: {
        REGION: region.region,
        BUCKET: bucket.bucket,
        ORIGINS: Fn.jsonencode(["*", `https://\${not-evaluated}`.replace("$", "$$")]),
        COUNT: "5",
      },
    },
  });
  const alias = new LambdaAlias(stack, `${id}-alias`, {
    name: "live",
    functionName: lambda.functionName,
    functionVersion: lambda.version,
  });
  return { lambda, alias };
}

/** A WebSocket API. A stage variable selects the alias, and a MOCK integration serves `PING`. */
export function addWebSocketApi(stack: TerraformStack, lambda: LambdaFunction) {
  const api = new Apigatewayv2Api(stack, "ws", {
    name: "sample",
    protocolType: "WEBSOCKET",
    routeSelectionExpression: "$request.body.[0]",
  });
  const proxy = new Apigatewayv2Integration(stack, "ws-proxy", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${lambda.arn}:$\${stageVariables.function}/invocations`,
  });
  const mock = new Apigatewayv2Integration(stack, "ws-mock", {
    apiId: api.id,
    integrationType: "MOCK",
    requestTemplates: { "200": '{"statusCode":200}' },
    templateSelectionExpression: "200",
  });
  new Apigatewayv2IntegrationResponse(stack, "ws-mock-response", {
    apiId: api.id,
    integrationId: mock.id,
    integrationResponseKey: "/200/",
    responseTemplates: { "200": '["PONG"]' },
    templateSelectionExpression: "200",
  });
  new Apigatewayv2Route(stack, "connect", {
    apiId: api.id,
    routeKey: "$connect",
    target: `integrations/${proxy.id}`,
  });
  const route = new Apigatewayv2Route(stack, "default", {
    apiId: api.id,
    routeKey: "$default",
    target: `integrations/${proxy.id}`,
    routeResponseSelectionExpression: "$default",
  });
  new Apigatewayv2RouteResponse(stack, "default-response", {
    apiId: api.id,
    routeId: route.id,
    routeResponseKey: "$default",
  });
  new Apigatewayv2Route(stack, "ping", {
    apiId: api.id,
    routeKey: "PING",
    target: `integrations/${mock.id}`,
    routeResponseSelectionExpression: "$default",
  });
  return api;
}

/** A stage with the alias `live` and throttling. */
export function addStage(stack: TerraformStack, id: string, api: Apigatewayv2Api) {
  const stage = new Apigatewayv2Stage(stack, id, {
    apiId: api.id,
    name: "dev",
    stageVariables: { function: "live" },
    defaultRouteSettings: { throttlingRateLimit: 500, throttlingBurstLimit: 1000, loggingLevel: "ERROR" },
    // A missing limit is sent as 0.
    routeSettings: [{ routeKey: "PING", throttlingRateLimit: 5, loggingLevel: "ERROR" }],
    accessLogSettings: { destinationArn: "arn", format: "x" },
  });
  new TerraformOutput(stack, `${id}-url`, { value: stage.invokeUrl, staticId: true });
  return stage;
}
