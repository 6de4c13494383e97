import { join } from "node:path";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { inCloud } from "../constructs/account/cloud";
import { PhysicalNames } from "../constructs/account/physical-names";
import { HttpApi } from "../constructs/gateway/http-api";
import { stageFunctionUri, widgetVariable } from "../constructs/gateway/integration-uri";
import { WebsocketApi } from "../constructs/gateway/websocket-api";
import { repositoryFolder } from "../constructs/repository";
import { BuildStack } from "./build-stack";
import { completeKite } from "./complete-kite";
import { KiteDomain } from "./kite-domain";
import { kiteFunctions } from "./kite-functions";
import type { KiteStackProps } from "./kite-stack-props";
import { KiteStage, pingRouteKey } from "./kite-stage";
import { KiteWatch } from "./kite-watch";
import { asLocalRunServes } from "./local-run";
import { warnOfRuntimes } from "./runtime-warnings";

/** Creates the chat: two APIs for all stages, and for each stage its functions, tables, queue and bucket. */
export class KiteStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: KiteStackProps) {
    super(scope, id);
    const pipeline = BuildStack.withBucket(this, props.s3SourceBucketName);
    const shippedByOthers = props.codeShippedByPipeline ?? pipeline !== undefined;
    const kite = asLocalRunServes(this, completeKite(id, props), shippedByOthers);
    const account = inCloud(this, { ...props, region: kite.region, app: kite.app });
    const deployment = { ...kite, account };
    const names = PhysicalNames.of(deployment);
    const domain =
      deployment.domainName === undefined
        ? undefined
        : new KiteDomain(this, "Domain", { deployment, domainName: deployment.domainName, names });
    const functionUri = stageFunctionUri(deployment);
    const websocketApi = new WebsocketApi(this, "WebSocketApi", {
      name: names.api("websocket"),
      routeSelectionExpression: "$request.body.[0]",
      functionUri,
      routes: [
        { routeKey: "$connect", twoWay: false },
        { routeKey: "$disconnect", twoWay: false },
        { routeKey: "$default", twoWay: true },
      ],
      // A mock route answers the heartbeat without an invocation.
      mockRoutes: [{ routeKey: pingRouteKey, answer: '["PONG"]' }],
    });
    const httpApi = new HttpApi(this, "HttpApi", {
      name: names.api("http"),
      functions: {
        Function: { uri: functionUri, routeKeys: ["POST /tg", "GET /tg", "GET /files/{key+}"] },
        // `GET /{file}` matches all scripts of the widget, because a route cannot match a part of a path segment.
        Widget: {
          uri: stageFunctionUri(deployment, widgetVariable),
          routeKeys: ["GET /widget.js", "GET /widget.json", "GET /{file}", "GET /chat/{channel}"],
        },
      },
      disableExecuteApiEndpoint: domain !== undefined,
    });
    const sourceDirectory = props.sourceDirectory ?? join(repositoryFolder, "lambda-src");
    pipeline?.serve(this, props);
    warnOfRuntimes(this, kite, pipeline?.beginsWithNodeBundles ?? false);
    const functions = kiteFunctions(this, "Functions", {
      ...deployment.code,
      shippedByOthers,
      sourceDirectory,
    });
    const watch = new KiteWatch(this, "Watch", { deployment, names, sourceDirectory });
    const shared = { deployment, names, websocketApi, httpApi, functions, domain, watch };
    for (const stage of deployment.stages) {
      new KiteStage(this, stage.name, { ...shared, stage });
    }
  }
}
