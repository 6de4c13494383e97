import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2RouteResponse } from "@cdktf/provider-aws/lib/apigatewayv2-route-response";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, AssetType, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";

const app = new App();
const stack = new TerraformStack(app, "todo");
new AwsProvider(stack, "aws", { region: "us-east-1" });

const table = new DynamodbTable(stack, "todos", {
  name: "todos",
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attribute: [{ name: "id", type: "S" }],
});

const allow = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const role = new IamRole(stack, "role", {
  name: "todo",
  assumeRolePolicy: allow({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }),
  inlinePolicy: [
    { name: "todos", policy: allow({ Action: ["dynamodb:PutItem", "dynamodb:Scan"], Resource: table.arn }) },
  ],
});

const [bundle] = buildSync({
  entryPoints: [join(__dirname, "todo.ts")],
  bundle: true,
  platform: "node",
  write: false,
}).outputFiles;
// The example creates the zip, because TerraformAsset cannot create one in a folder whose path contains a space.
const code = resolve(app.outdir, "todo.zip");
mkdirSync(app.outdir, { recursive: true });
writeFileSync(code, zipSync({ "todo.js": bundle?.contents ?? new Uint8Array() }, { mtime: "1980-01-02" }));
const todo = new LambdaFunction(stack, "todo", {
  functionName: "todo",
  runtime: "nodejs22.x",
  handler: "todo.handler",
  filename: new TerraformAsset(stack, "code", { path: code, type: AssetType.FILE }).path,
  role: role.arn,
  environment: { variables: { TABLE: table.name } },
});

const api = new Apigatewayv2Api(stack, "api", {
  name: "todo",
  protocolType: "WEBSOCKET",
  routeSelectionExpression: "$request.body.action",
});
new LambdaPermission(stack, "invoke", {
  functionName: todo.functionName,
  action: "lambda:InvokeFunction",
  principal: "apigateway.amazonaws.com",
  sourceArn: `${api.executionArn}/*`,
});
const integration = new Apigatewayv2Integration(stack, "integration", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: todo.invokeArn,
});
for (const routeKey of ["add", "list", "$default"]) {
  const id = routeKey.replace("$", "");
  const route = new Apigatewayv2Route(stack, id, {
    apiId: api.id,
    routeKey,
    target: `integrations/${integration.id}`,
    routeResponseSelectionExpression: "$default",
  });
  new Apigatewayv2RouteResponse(stack, `${id}-response`, {
    apiId: api.id,
    routeId: route.id,
    routeResponseKey: "$default",
  });
}
const stage = new Apigatewayv2Stage(stack, "dev", { apiId: api.id, name: "dev", autoDeploy: true });
new TerraformOutput(stack, "url", { value: stage.invokeUrl });

app.synth();
