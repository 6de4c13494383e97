import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2IntegrationResponse } from "@cdktf/provider-aws/lib/apigatewayv2-integration-response";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2RouteResponse } from "@cdktf/provider-aws/lib/apigatewayv2-route-response";
import { Apigatewayv2Stage } from "@cdktf/provider-aws/lib/apigatewayv2-stage";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, AssetType, Fn, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";

/** A synthesized stack in its own folder. */
export interface SynthesizedStack {
  readonly stackDirectory: string;
  remove(): void;
}

/**
 * Synthesizes the stack of a shop's order desk on the stage `beta`. The WebSocket API routes by `$request.body.action`.
 * The stack has two functions, a table, a queue, a MOCK route, and HTTP routes with parameters.
 */
export function synthesizeOtherStack(): SynthesizedStack {
  const directory = mkdtempSync(join(tmpdir(), "other-stack-"));
  const outdir = join(directory, "out");
  const app = new App({ outdir });
  new OtherStack(app, directory);
  app.synth();
  return {
    stackDirectory: join(outdir, "stacks", "shop"),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

class OtherStack extends TerraformStack {
  readonly #directory: string;
  readonly #role: IamRole;

  constructor(app: App, directory: string) {
    super(app, "shop");
    this.#directory = directory;
    new AwsProvider(this, "aws", { region: "us-east-2", allowedAccountIds: ["123456789012"] });
    this.#role = new IamRole(this, "role", { name: "shop", assumeRolePolicy: "{}" });
    const news = new SnsTopic(this, "news", { name: "news" });
    const orders = new DynamodbTable(this, "orders", {
      name: "shop-orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attribute: [{ name: "id", type: "S" }],
    });
    const queue = new SqsQueue(this, "work", { name: "shop-work", visibilityTimeoutSeconds: 30 });
    const socket = new Apigatewayv2Api(this, "socket", {
      name: "shop",
      protocolType: "WEBSOCKET",
      routeSelectionExpression: "$request.body.action",
    });
    const desk = this.#lambda("desk", deskCode, { TABLE: orders.name, QUEUE_URL: queue.url });
    const worker = this.#lambda("worker", workerCode, {
      TABLE: orders.name,
      NEWS: news.arn,
      CALLBACK: `https://${socket.id}.execute-api.us-east-2.amazonaws.com/beta`,
    });
    const alias = new LambdaAlias(this, "alias", {
      name: "current",
      functionName: desk.functionName,
      functionVersion: desk.version,
    });
    new LambdaEventSourceMapping(this, "source", {
      eventSourceArn: queue.arn,
      functionName: worker.arn,
      batchSize: 5,
    });
    new LambdaInvocation(this, "setup", {
      functionName: worker.functionName,
      input: Fn.jsonencode({ setup: "shop", table: orders.name }),
      lifecycleScope: "CRUD",
    });
    this.#socketRoutes(socket);
    new Apigatewayv2Stage(this, "socket-stage", {
      apiId: socket.id,
      name: "beta",
      stageVariables: { desk: `${desk.functionName}:${alias.name}` },
    });
    this.#httpApi(`${desk.functionName}:${alias.name}`);
    new TerraformOutput(this, "socket-url", { value: `${socket.apiEndpoint}/beta` });
  }

  #socketRoutes(api: Apigatewayv2Api): void {
    const lambda = new Apigatewayv2Integration(this, "socket-lambda", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: deskUri,
    });
    for (const [id, routeKey] of [
      ["connect", "$connect"],
      ["bye", "$disconnect"],
      ["order", "order"],
      ["rest", "$default"],
    ] as const) {
      const twoWay = routeKey === "order" || routeKey === "$default";
      const route = new Apigatewayv2Route(this, `socket-${id}`, {
        apiId: api.id,
        routeKey,
        target: `integrations/${lambda.id}`,
        ...(twoWay ? { routeResponseSelectionExpression: "$default" } : {}),
      });
      if (twoWay) {
        new Apigatewayv2RouteResponse(this, `socket-${id}-response`, {
          apiId: api.id,
          routeId: route.id,
          routeResponseKey: "$default",
        });
      }
    }
    this.#mockRoute(api);
  }

  #mockRoute(api: Apigatewayv2Api): void {
    const mock = new Apigatewayv2Integration(this, "beat-mock", {
      apiId: api.id,
      integrationType: "MOCK",
      templateSelectionExpression: "200",
      requestTemplates: { "200": '{"statusCode":200}' },
    });
    new Apigatewayv2IntegrationResponse(this, "beat-answer", {
      apiId: api.id,
      integrationId: mock.id,
      integrationResponseKey: "/200/",
      responseTemplates: { "200": '{"beat":"$context.stage"}' },
      templateSelectionExpression: "200",
    });
    const route = new Apigatewayv2Route(this, "beat", {
      apiId: api.id,
      routeKey: "beat",
      target: `integrations/${mock.id}`,
      routeResponseSelectionExpression: "$default",
    });
    new Apigatewayv2RouteResponse(this, "beat-response", {
      apiId: api.id,
      routeId: route.id,
      routeResponseKey: "$default",
    });
  }

  #httpApi(desk: string): void {
    const api = new Apigatewayv2Api(this, "web", { name: "shop-web", protocolType: "HTTP" });
    const lambda = new Apigatewayv2Integration(this, "web-lambda", {
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: deskUri,
      payloadFormatVersion: "2.0",
    });
    for (const [id, routeKey] of [
      ["order", "GET /orders/{id}"],
      ["files", "ANY /files/{path+}"],
    ] as const) {
      new Apigatewayv2Route(this, `web-${id}`, {
        apiId: api.id,
        routeKey,
        target: `integrations/${lambda.id}`,
      });
    }
    new Apigatewayv2Stage(this, "web-stage", {
      apiId: api.id,
      name: "beta",
      autoDeploy: true,
      stageVariables: { desk },
    });
  }

  #lambda(functionName: string, source: string, variables: Record<string, string>): LambdaFunction {
    const path = join(this.#directory, `${functionName}.zip`);
    writeFileSync(path, zipSync({ "index.mjs": bundle(source) }));
    const asset = new TerraformAsset(this, `${functionName}-package`, { path, type: AssetType.FILE });
    return new LambdaFunction(this, functionName, {
      functionName,
      role: this.#role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: asset.path,
      publish: true,
      timeout: 10,
      memorySize: 256,
      environment: { variables },
    });
  }
}

/** `$$` keeps Terraform from evaluating the stage variable. */
const deskUri =
  "arn:aws:apigateway:us-east-2:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-2:123456789012:function:$${stageVariables.desk}/invocations";

/** Bundles the AWS SDK, as in a deployed function. */
export function bundle(source: string): Uint8Array {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: __dirname, loader: "js" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

/** Receives orders over sockets and queues them. Returns them over HTTP. */
const deskCode = `
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
const tables = new DynamoDBClient({});
const queues = new SQSClient({});
export const handler = async (event, context) => {
  if (event.version === "2.0") {
    const { Item } = await tables.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { id: { S: event.pathParameters.id ?? "-" } } }));
    return { order: Item?.item?.S ?? null, path: event.rawPath, parameters: event.pathParameters, version: context.functionVersion };
  }
  const { eventType, connectionId, routeKey } = event.requestContext;
  if (eventType === "CONNECT") {
    return event.queryStringParameters?.shop === "open"
      ? { statusCode: 200, headers: { "Sec-WebSocket-Protocol": "shop.v2" } }
      : { statusCode: 403 };
  }
  if (routeKey === "order") {
    const { id, item } = JSON.parse(event.body);
    await queues.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify({ id, item, connectionId }) }));
    return { statusCode: 200, body: JSON.stringify({ taken: id }) };
  }
  if (event.body === "crash") process.exit(1);
  return { statusCode: 200, body: "what is " + event.body + "?" };
};
`;

/** Writes the queued orders to the table, and notifies the socket. */
const workerCode = `
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
const tables = new DynamoDBClient({});
const sockets = new ApiGatewayManagementApiClient({ endpoint: process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI ?? process.env.CALLBACK });
const lifecycle = [];
export const handler = async (event) => {
  if (event.lifecycle) return lifecycle;
  if (event.environment) return process.env;
  if (event.parameter) {
    return (await new SSMClient({}).send(new GetParameterCommand({ Name: event.parameter, WithDecryption: true }))).Parameter.Value;
  }
  if (event.tf) { lifecycle.push(event); if (event.fail) throw new Error("failed on request"); return "done"; }
  for (const { body } of event.Records) {
    const { id, item, connectionId } = JSON.parse(body);
    await tables.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: id }, item: { S: item } } }));
    await sockets.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify({ stored: id }) }));
  }
};
`;
