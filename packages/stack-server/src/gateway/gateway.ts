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

/** Options of {@link createGateway}. */
export interface GatewayOptions extends Omit<GatewayContext, "wallClock" | "invoke"> {
  readonly stack: GatewayModel;
  readonly functions: Pick<FunctionRuntime, "invoke">;
  /**
   * Clock for work that takes real time, such as an invocation. Advancing `clock` must not end such work.
   * @default - `clock`
   */
  readonly wallClock?: Clock | undefined;
  /** Returns whether a client may open a socket with this `Host` header. @default - every host is accepted */
  readonly acceptsHost?: ((host: string) => boolean) | undefined;
}

/**
 * API Gateway v2 for the APIs of a stack. All stages share a port and are distinguished by the first segment of the
 * path.
 */
export interface Gateway {
  /** Handles a request to a stage. @returns false without a response if the path belongs to no stage */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Handles or rejects an upgrade request. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /**
   * Compiles another stack without serving it yet. Sockets stay open, except those of a removed stage.
   *
   * @returns a function that makes the gateway serve the other stack
   * @throws the errors of `createGateway`
   */
  prepare(stack: GatewayModel): () => void;
  /** Returns the ids of the open connections. */
  openConnections(): readonly string[];
  /** Cuts every connection without a close frame, as a network failure does. `$disconnect` runs as usual. */
  cutConnections(): void;
  /** Closes every connection, and waits briefly for its `$disconnect`. */
  close(): Promise<void>;
}

/**
 * Creates a gateway.
 *
 * @throws StageConflictError, or the error of an unsupported expression, template or payload format
 */
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
    logGateway(log, "warn", `A socket was rejected with ${statusCode}: ${reason}`);
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
  /** An internal error ends only the request that caused it, never the process. */
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
      // The stage `$default` has no path segment. It handles every path that belongs to no other stage.
      const http = name === "$default" ? undefined : https.get(name);
      const served =
        http?.serve(request, response, url, rest) ??
        https.get("$default")?.serve(request, response, url, url.path);
      if (served !== undefined) {
        settle(served, () => response.destroy());
      } else if (webSockets.size > 0 && isManagementPath(rest)) {
        // Response for an unknown stage (observed):
        // https://csdcorp.com/blog/coding/aws-websocket-403-using-posttoconnect/
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
        refuse(socket, 400, "Bad Request", "the percent-encoding of the path is invalid");
      } else if (webSocket === undefined || (rest !== "" && rest !== "/")) {
        // A 403 for an unknown stage is assumed.
        const stages = [...webSockets.keys()].map((it) => `/${it}`).join(", ");
        refuse(socket, 403, "Forbidden", `the path belongs to none of the stages: ${stages}`);
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
