import { partitionOf } from "../constructs/account/partition";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { allow } from "../constructs/account/policy";
import type { HttpApi } from "../constructs/gateway/http-api";
import type { WebsocketApi } from "../constructs/gateway/websocket-api";
import type { CompleteKite } from "./complete-kite";
import type { KiteDomain } from "./kite-domain";
import type { Stage } from "./stage-props";

/** A stage, and what it shares with the others. */
export interface StageParts {
  readonly deployment: CompleteKite;
  readonly stage: Stage;
  readonly names: PhysicalNames;
  readonly websocketApi: WebsocketApi;
  readonly httpApi: HttpApi;
  /** `undefined`: the stage is reached at the addresses of API Gateway. */
  readonly domain: KiteDomain | undefined;
}

/** Where a stage is reached. All of it comes from the APIs, never from their stages: that would be a cycle. */
export type StageAddresses = ReturnType<typeof stageAddresses>;

/** Tells where a stage of the two APIs is reached. */
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
    /** `wss://…/<stage>`. */
    webSocketUrl: `${domain ? `wss://${domain.webSocket.host}` : websocket.apiEndpoint}/${name}`,
    /**
     * `https://…/<stage>` where connections are managed: the API's own address, with a domain too, for it needs no
     * mapping and no proxy; an emulator has another.
     */
    callbackUrl: callbackTemplate.replaceAll("{apiId}", websocket.id),
    /** `https://…`: the origin of the pages that the HTTP API serves. */
    httpOrigin,
    /** `https://…/<stage>`. */
    httpUrl,
    /** Where Telegram sends updates. */
    webhookUrl: `${httpUrl}/tg`,
    /** Allows to push to connections of this stage and to close them. */
    manageConnections: allow(
      "Connections",
      ["execute-api:ManageConnections"],
      ...["POST", "DELETE"].map((method) => `${websocket.executionArn}/${name}/${method}/@connections/*`),
    ),
  };
}
