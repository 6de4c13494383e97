import { partitionOf } from "../constructs/account/partition";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { allow } from "../constructs/account/policy";
import type { HttpApi } from "../constructs/gateway/http-api";
import type { WebsocketApi } from "../constructs/gateway/websocket-api";
import type { CompleteKite } from "./complete-kite";
import type { KiteDomain } from "./kite-domain";
import type { Stage } from "./stage-props";

/** Represents a stage, and the resources that it shares with other stages. */
export interface StageParts {
  readonly deployment: CompleteKite;
  readonly stage: Stage;
  readonly names: PhysicalNames;
  readonly websocketApi: WebsocketApi;
  readonly httpApi: HttpApi;
  /** `undefined` if the stage is reached at the addresses of API Gateway. */
  readonly domain: KiteDomain | undefined;
}

/** The stage's public endpoints. The URLs refer to the APIs. A reference to their stages would create a cycle. */
export type StageAddresses = ReturnType<typeof stageAddresses>;

/** Returns the public endpoints of a stage. */
export function stageAddresses({
  deployment: { region },
  stage: { name, webSocketCallbackUrl },
  websocketApi: { api: websocket },
  httpApi: { api: http },
  domain,
}: StageParts) {
  const callbackTemplate =
    webSocketCallbackUrl ?? `https://{apiId}.execute-api.${region}.${partitionOf(region).dnsSuffix}/${name}`;
  const httpOrigin = domain ? `https://${domain.http.host}` : http.apiEndpoint;
  const httpUrl = `${httpOrigin}/${name}`;
  return {
    /** The URL for sockets: `wss://…/<stage>`. */
    webSocketUrl: `${domain ? `wss://${domain.webSocket.host}` : websocket.apiEndpoint}/${name}`,
    /**
     * The URL that manages connections: `https://…/<stage>`. It is the API's own address even with a domain, because that
     * address needs no mapping and no proxy. An emulator has another address.
     */
    callbackUrl: callbackTemplate.replaceAll("{apiId}", websocket.id),
    /** The origin of the pages that the HTTP API serves: `https://…`. */
    httpOrigin,
    /** The URL of the HTTP API: `https://…/<stage>`. */
    httpUrl,
    /** The URL that Telegram sends updates to. */
    webhookUrl: `${httpUrl}/tg`,
    /** Allows a function to push to connections of this stage and to close them. */
    manageConnections: allow(
      "Connections",
      ["execute-api:ManageConnections"],
      ...["POST", "DELETE"].map((method) => `${websocket.executionArn}/${name}/${method}/@connections/*`),
    ),
  };
}
