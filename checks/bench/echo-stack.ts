import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { LambdaFunction } from "../../constructs/functions/lambda-function";
import { LambdaPackage } from "../../constructs/functions/lambda-package";
import { stageFunctionUri } from "../../constructs/gateway/integration-uri";
import { WebsocketApi } from "../../constructs/gateway/websocket-api";
import { WebsocketStage } from "../../constructs/gateway/websocket-stage";

const location = { region: "eu-central-1", account: "000000000000" };

/** Throttle in frames per second, higher than any server reaches here, so that the bench measures the server. */
const noLimit = 1_000_000;

/**
 * Synthesizes a minimal stack that answers a frame.
 * @returns the folder of its `cdk.tf.json`
 */
export function synthesizeEcho(outdir: string): string {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "echo");
  new AwsProvider(stack, "aws", { region: location.region, allowedAccountIds: [location.account] });
  const api = new WebsocketApi(stack, "Api", {
    name: "echo",
    routeSelectionExpression: "$request.body.[0]",
    functionUri: stageFunctionUri(location),
    routes: [{ routeKey: "$default", twoWay: true }],
    mockRoutes: [],
  });
  const echo = new LambdaFunction(stack, "Echo", {
    functionName: "echo",
    roleName: "echo",
    code: new LambdaPackage(stack, "Code", {
      name: "echo",
      module: Buffer.from("export const handler = async ({ body }) => ({ statusCode: 200, body });"),
    }),
    environment: {},
    permissions: [],
    timeoutSeconds: 10,
    logRetentionDays: 1,
    memorySizeMb: 128,
    architecture: "arm64",
    runtime: "nodejs22.x",
  });
  new WebsocketStage(stack, "Stage", {
    api,
    stage: "bench",
    function: echo,
    throttlingRateLimit: noLimit,
    throttlingBurstLimit: noLimit,
    logRetentionDays: 1,
    accessLogGroupName: "/echo",
  });
  app.synth();
  return join(outdir, "stacks", "echo");
}
