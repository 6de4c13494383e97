import { partitionOf } from "../constructs/account/partition";
import { allow, type PolicyStatement } from "../constructs/account/policy";
import type { HttpApi } from "../constructs/gateway/http-api";
import type { WebsocketApi } from "../constructs/gateway/websocket-api";
import type { CompleteKite } from "./complete-kite";
import type { Stage } from "./stage-props";

/** The deployment's own names. */
export interface Hosts {
  /** For example `ws.example.org`. */
  readonly webSocket: string;
  /** For example `api.example.org`. */
  readonly http: string;
}

/** Where a stage is reached. All of it comes from the APIs, never from their stages: that would be a cycle. */
export interface StageAddresses {
  /** `wss://…/<stage>`. */
  readonly webSocketUrl: string;
  /**
   * `https://…/<stage>` where connections are managed: the API's own address, with a domain too, for it needs no
   * mapping and no proxy; an emulator has another.
   */
  readonly callbackUrl: string;
  /** `https://…/<stage>`. */
  readonly httpUrl: string;
  /** Where Telegram sends updates. */
  readonly webhookUrl: string;
  /** Allows to push to connections of this stage and to close them. */
  readonly manageConnections: PolicyStatement;
}

/** Tells where a stage of the two APIs is reached. */
export function stageAddresses(props: {
  readonly deployment: CompleteKite;
  readonly stage: Stage;
  readonly websocketApi: WebsocketApi;
  readonly httpApi: HttpApi;
  /** `undefined`: the addresses of API Gateway are shown. */
  readonly hosts: Hosts | undefined;
}): StageAddresses {
  const { region } = props.deployment;
  const stage = props.stage.name;
  const websocket = props.websocketApi.api;
  const callbackTemplate =
    props.stage.webSocketCallbackUrl ??
    `https://{apiId}.execute-api.${region}.${partitionOf(region).dnsSuffix}/${stage}`;
  const { hosts } = props;
  const httpUrl = `${hosts ? `https://${hosts.http}` : props.httpApi.api.apiEndpoint}/${stage}`;
  return {
    webSocketUrl: `${hosts ? `wss://${hosts.webSocket}` : websocket.apiEndpoint}/${stage}`,
    callbackUrl: callbackTemplate.replaceAll("{apiId}", websocket.id),
    httpUrl,
    webhookUrl: `${httpUrl}/tg`,
    manageConnections: allow(
      "Connections",
      ["execute-api:ManageConnections"],
      ...["POST", "DELETE"].map((method) => `${websocket.executionArn}/${stage}/${method}/@connections/*`),
    ),
  };
}
