import { join } from "node:path";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { inCloud } from "../constructs/cloud";
import { HttpApi } from "../constructs/http-api";
import { stageFunctionUri } from "../constructs/integration-uri";
import { PhysicalNames } from "../constructs/physical-names";
import { WebsocketApi } from "../constructs/websocket-api";
import type { Deployment } from "../settings/deployment";
import { REPOSITORY } from "../settings/settings";
import { KiteDomain } from "./kite-domain";
import { KiteFunctions } from "./kite-functions";
import { KiteStage } from "./kite-stage";
import { KiteWatch } from "./kite-watch";

export interface KiteStackProps {
  /** What to declare: the account, and a stage for each of its stages. */
  readonly deployment: Deployment;
  /** Where Terraform keeps the state. */
  readonly state: "s3" | "local";
  /**
   * An AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
  /**
   * Folder with the sources of the functions.
   * @default - `lambda-src`
   */
  readonly sourceDirectory?: string;
}

/** The chat: two APIs that all stages share, and for each stage its functions, tables, queue and bucket. */
export class KiteStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: KiteStackProps) {
    super(scope, id);
    const { deployment } = props;
    inCloud(this, {
      account: deployment.account,
      region: deployment.region,
      app: deployment.app,
      stateBucket: props.state === "s3" ? deployment.stateBucket : undefined,
      stateKey: `${id}/terraform.tfstate`,
      awsEndpointUrl: props.awsEndpointUrl,
    });
    const names = PhysicalNames.of(deployment);
    const domain =
      deployment.domain && new KiteDomain(this, "Domain", { deployment, domain: deployment.domain, names });
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
      // A heartbeat costs no invocation.
      mockRoutes: [{ routeKey: "PING", answer: '["PONG"]' }],
    });
    const httpApi = new HttpApi(this, "HttpApi", {
      name: names.api("http"),
      functionUri,
      routeKeys: ["POST /tg", "GET /tg", "GET /files/{key+}"],
      disableExecuteApiEndpoint: domain !== undefined,
    });
    const sourceDirectory = props.sourceDirectory ?? join(REPOSITORY, "lambda-src");
    const functions = new KiteFunctions(this, "Functions", { code: deployment.code, sourceDirectory });
    const watch = new KiteWatch(this, "Watch", { deployment, names, sourceDirectory });
    const shared = { deployment, names, websocketApi, httpApi, functions, domain, watch };
    for (const stage of deployment.stages) {
      new KiteStage(this, stage.name, { ...shared, stage });
    }
  }
}
