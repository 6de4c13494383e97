import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock";
import type { FunctionRuntime } from "../functions/runtime";
import { answerJson } from "../http";
import type { StackModel } from "../stack/model";
import { domainName } from "./client-request";
import type { GatewayContext } from "./context";
import { logFault, logGateway } from "./failures";
import { compileHttpStage } from "./http/http-stage";
import { parseRequestUrl, splitStage } from "./request-url";
import { compileStages } from "./stage-index";
import { refuseUpgrade } from "./websocket/handshake";
import { isManagementPath, serveManagementApi } from "./websocket/management-api";
import { StageSockets } from "./websocket/websocket-server";
import { compileWebSocketStage, type WebSocketStage } from "./websocket/websocket-stage";

/** The part of a stack that a gateway serves. */
export type GatewayModel = Pick<StackModel, "accountId" | "webSocketApis" | "httpApis">;

/** What a gateway is made of. */
export interface GatewayOptions extends Omit<GatewayContext, "wallClock" | "invoke"> {
  readonly stack: GatewayModel;
  readonly functions: Pick<FunctionRuntime, "invoke">;
  /**
   * For what really takes its time, such as an invocation: a move of `clock` must not end it.
   * @default - `clock`
   */
  readonly wallClock?: Clock | undefined;
  /** Decides whether a client may open a socket by this `Host` header. @default - by any */
  readonly acceptsHost?: ((host: string) => boolean) | undefined;
}

/** API Gateway v2 for the APIs of a stack: all their stages on one port, told apart by the first segment of the path. */
export interface Gateway {
  /** Serves a request to a stage. @returns False when no stage claims it: nothing was answered. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Serves an upgrade request, or refuses it. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Compiles another stack and changes nothing yet: sockets stay open over the change, but for those of a stage that
   * is no more.
   *
   * @returns what makes the gateway serve the other stack
   * @throws as `createGateway`
   */
  prepare(stack: GatewayModel): () => void;
  /** The ids of the connections that are open. */
  openConnections(): readonly string[];
  /** Cuts every connection without a word, as a broken line does; the functions hear of it as always. */
  cutConnections(): void;
  /** Closes every connection, and waits a moment for the functions to hear of it. */
  close(): Promise<void>;
}

/** @throws StageConflictError, or the error of an expression, template or payload format that is not served. */
export function createGateway({
  stack,
  functions: { invoke },
  acceptsHost = () => true,
  ...options
}: GatewayOptions): Gateway {
  const { clock, wallClock = clock, log, faults } = options;
  const context: GatewayContext = { ...options, wallClock, invoke };
  const compile = ({ accountId, webSocketApis, httpApis }: GatewayModel) => ({
    webSockets: compileStages("WebSocket", webSocketApis, (api, stage) =>
      compileWebSocketStage(api, stage, context),
    ),
    https: compileStages("HTTP", httpApis, (api, stage) => compileHttpStage(api, stage, accountId, context)),
  });
  const refuse = (socket: Duplex, statusCode: number, message: string, reason: string) => {
    socket.on("error", () => undefined);
    logGateway(log, "warn", `A socket was refused with ${statusCode}: ${reason}`);
    refuseUpgrade(socket, { statusCode, body: JSON.stringify({ message }) });
  };
  let { webSockets: compiled, https } = compile(stack);
  const webSockets = new Map<string, WebSocketStage>();
  const closing = new Set<Promise<void>>();
  const sockets = new StageSockets(context);
  const swapStages = () => {
    for (const [name, stage] of webSockets) {
      if (!compiled.has(name)) {
        webSockets.delete(name);
        const closed = sockets.close([stage]).finally(() => closing.delete(closed));
        closing.add(closed);
      }
    }
    for (const [name, next] of compiled) {
      const stage = webSockets.get(name);
      if (stage === undefined) {
        webSockets.set(name, { connections: new Map(), compiled: next });
      } else {
        stage.compiled = next;
      }
    }
  };
  swapStages();
  const allConnections = () =>
    [...webSockets.values()].flatMap(({ connections }) => [...connections.values()]);
  /** A fault of this server ends the one request, never the process. */
  const settle = (work: Promise<void>, giveUp: () => void) => {
    work.catch((error: unknown) => {
      logFault(log, error);
      giveUp();
    });
  };

  return {
    handleRequest: (request, response) => {
      const url = parseRequestUrl(request.url);
      if (url === undefined) {
        answerJson(response, 400, { message: "Bad Request" });
        return true;
      }
      const { stage: name, rest } = splitStage(url.path);
      const webSocket = webSockets.get(name);
      if (webSocket !== undefined && isManagementPath(rest)) {
        settle(serveManagementApi(webSocket, faults, request, response, rest), () => response.destroy());
        return true;
      }
      // The stage `$default` has no segment of its own: it takes what no other stage claims.
      const http = name === "$default" ? undefined : https.get(name);
      const served =
        http?.serve(request, response, url, rest) ??
        https.get("$default")?.serve(request, response, url, url.path);
      if (served !== undefined) {
        settle(served, () => response.destroy());
      } else if (webSockets.size > 0 && isManagementPath(rest)) {
        // A stage that is not there (observed): https://csdcorp.com/blog/coding/aws-websocket-403-using-posttoconnect/
        answerJson(response, 403, { message: "Forbidden" }, { "x-amzn-errortype": "ForbiddenException" });
        return true;
      }
      return served !== undefined;
    },
    handleUpgrade: (request, socket, head) => {
      const url = parseRequestUrl(request.url);
      const { stage: name, rest } = splitStage(url?.path ?? "/");
      const webSocket = webSockets.get(name);
      const host = domainName(request);
      if (url === undefined) {
        refuse(socket, 400, "Bad Request", "the path cannot be read");
      } else if (webSocket === undefined || (rest !== "" && rest !== "/")) {
        // 403 for a stage that is not there: assumed.
        const stages = [...webSockets.keys()].map((it) => `/${it}`).join(", ");
        refuse(socket, 403, "Forbidden", `the path names none of the stages: ${stages}`);
      } else if (!acceptsHost(host)) {
        refuse(socket, 403, "Forbidden", `${JSON.stringify(host)} is not a name of this server`);
      } else {
        settle(sockets.upgrade(webSocket, request, socket, head, url.query), () => socket.destroy());
      }
    },
    prepare: (next) => {
      const other = compile(next);
      return () => {
        ({ webSockets: compiled, https } = other);
        swapStages();
      };
    },
    openConnections: () => allConnections().flatMap(({ open, info }) => (open ? [info.connectionId] : [])),
    cutConnections: () => {
      for (const connection of allConnections()) {
        connection.terminate();
      }
    },
    close: async () => {
      await Promise.all([sockets.close([...webSockets.values()]), ...closing]);
    },
  };
}
