import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { createApiId } from "../api-ids";
import { clientIdentity, domainName } from "../client-request";
import type { GatewayContext, GatewayEvent } from "../context";
import { logFailure, logFault, logGateway } from "../failures";
import { Connection, type ConnectionInfo } from "./connection";
import { errorFrame } from "./error-frame";
import { FrameMeter } from "./frame-meter";
import { grantedProtocol, isSoundHandshake, type Refusal, refuseUpgrade } from "./handshake";
import { brokenOffReason, closeCodes, frameBytes, messageBytes, noStatusReason } from "./limits";
import { type CompiledRoute, outcomeWord, type RouteOutcome } from "./route-integration";
import { serveMessage } from "./serve-message";
import { connectEvent, disconnectEvent } from "./websocket-events";
import type { CompiledStage, WebSocketStage } from "./websocket-stage";

/** Accepts clients and serves them until they disconnect. */
export class StageSockets {
  readonly #context: GatewayContext;
  readonly #server: WebSocketServer;
  readonly #granted = new WeakMap<IncomingMessage, string>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(context: GatewayContext) {
    this.#context = context;
    // API Gateway negotiates no compression (observed).
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: messageBytes,
      handleProtocols: () => false,
    });
    this.#server.on("headers", (headers, request) => {
      const protocol = this.#granted.get(request);
      if (protocol !== undefined) {
        headers.push(`Sec-WebSocket-Protocol: ${protocol}`);
      }
    });
  }

  /** Handles an upgrade request to `stage`. Never rejects. */
  async upgrade(
    stage: WebSocketStage,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    query: string,
  ): Promise<void> {
    socket.on("error", ignore);
    if (!isSoundHandshake(request)) {
      // `ws` sends the appropriate response to each invalid handshake.
      this.#server.handleUpgrade(request, socket, head, (client) => client.terminate());
      return;
    }
    const compiled = stage.compiled;
    const fault = await this.#context.faults?.apply({ place: "connect", names: [compiled.stage.name] });
    if (fault === "refuse" || !compiled.throttle.take("$connect")) {
      const reason = fault === "refuse" ? "injected fault" : "the stage's throttling limit was reached";
      this.#logRefusal(compiled, 429, reason);
      const body = JSON.stringify({ message: "Too Many Requests" });
      return refuseUpgrade(socket, { statusCode: 429, body });
    }
    const info = {
      connectionId: createApiId(),
      connectedAt: this.#context.clock.now(),
      identity: clientIdentity(request),
      domainName: compiled.stage.domainName ?? domainName(request),
    };
    const refusal = await this.#connect(compiled, request, query, info);
    if (refusal !== undefined) {
      return refuseUpgrade(socket, refusal);
    }
    if (socket.destroyed || !socket.writable || !socket.readable) {
      // The client disconnected while `$connect` ran. Run `$disconnect`, since the function assumes an open connection.
      socket.destroy();
      return this.#disconnect(stage, info, 1006, brokenOffReason);
    }
    socket.off("error", ignore);
    this.#server.handleUpgrade(request, socket, head, (client) => this.#open(stage, info, client, socket));
  }

  /** Closes every connection of `stages` and waits a moment for their `$disconnect`. */
  async close(stages: readonly WebSocketStage[]): Promise<void> {
    const connections = stages.flatMap((stage) => [...stage.connections.values()]);
    for (const connection of connections) {
      connection.close(closeCodes.goingAway);
    }
    const cut = setTimeout(() => {
      for (const connection of connections) {
        connection.terminate();
      }
    }, closeGraceMilliseconds);
    const end = Date.now() + 2 * closeGraceMilliseconds;
    while (
      (stages.some((stage) => stage.connections.size > 0) || this.#leaving.size > 0) &&
      Date.now() < end
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    clearTimeout(cut);
  }

  /** Runs `$connect`. @returns the rejection, or `undefined` if the client is accepted */
  async #connect(
    stage: CompiledStage,
    request: IncomingMessage,
    query: string,
    info: ConnectionInfo,
  ): Promise<Refusal | undefined> {
    const route = stage.routes.get("$connect");
    if (route === undefined) {
      return undefined;
    }
    const event = connectEvent({ ...stage, connection: info, now: info.connectedAt }, request, query);
    const outcome = await this.#ask(route, event);
    if (outcome.kind !== "answered") {
      logFailure(this.#context.log, stage.stage, "$connect", outcome.reason);
      return this.#failedConnect(outcome.kind, info.connectionId, event.requestContext.requestId);
    }
    if (outcome.statusCode >= 300) {
      this.#logRefusal(stage, outcome.statusCode, outcome.body || "$connect returned no reason");
      // The status is documented. It is assumed that the body is not sent.
      return { statusCode: outcome.statusCode };
    }
    const protocol = grantedProtocol(outcome.headers);
    if (protocol !== undefined) {
      this.#granted.set(request, protocol);
    }
    return undefined;
  }

  /** 502 for a failed function was observed; 500 and 504 for other failures are assumed. */
  #failedConnect(kind: RouteOutcome["kind"], connectionId: string, requestId: string): Refusal {
    if (kind === "timedOut") {
      return { statusCode: 504, body: errorFrame("Endpoint request timed out", connectionId, requestId) };
    }
    const statusCode = kind === "backend" ? 502 : 500;
    return { statusCode, body: errorFrame("Internal server error", connectionId, requestId) };
  }

  #open(stage: WebSocketStage, info: ConnectionInfo, client: WebSocket, socket: Duplex): void {
    const connection = new Connection(info, client, this.#context.clock);
    stage.connections.set(info.connectionId, connection);
    const meter = new FrameMeter(frameBytes);
    // This must run before the listener of `ws`, which unmasks the bytes in place.
    socket.prependListener("data", (chunk: Buffer) => {
      if (connection.open && !meter.push(chunk)) {
        connection.close(closeCodes.tooLarge);
      }
    });
    client.on("message", (data: Buffer, isBinary) => {
      if (!connection.open) {
        return;
      }
      if (isBinary) {
        connection.close(closeCodes.binary);
      } else {
        void serveMessage(this.#context, stage, connection, data.toString());
      }
    });
    client.on("error", ({ message }) => {
      logGateway(this.#context.log, "debug", `Connection ${info.connectionId}: ${message}`);
    });
    client.on("close", (code, reason) => {
      connection.release();
      stage.connections.delete(info.connectionId);
      const done = this.#disconnect(stage, info, code, closeReason(code, reason.toString()))
        .catch((error: unknown) => logFault(this.#context.log, error))
        .finally(() => this.#leaving.delete(done));
      this.#leaving.add(done);
    });
  }

  async #disconnect(
    stage: WebSocketStage,
    info: ConnectionInfo,
    code: number,
    reason: string,
  ): Promise<void> {
    const { compiled } = stage;
    const names = [compiled.stage.name, info.connectionId];
    const fault = await this.#context.faults?.apply({ place: "disconnect", names });
    const route = fault === "lose" ? undefined : compiled.routes.get("$disconnect");
    if (route === undefined) {
      return;
    }
    const source = { ...compiled, connection: info, now: this.#context.wallClock.now() };
    const outcome = await this.#ask(route, disconnectEvent(source, code, reason));
    if (outcome.kind !== "answered") {
      logFailure(this.#context.log, compiled.stage, "$disconnect", outcome.reason);
    }
  }

  async #ask(route: CompiledRoute, event: GatewayEvent): Promise<RouteOutcome> {
    const startedAt = performance.now();
    const outcome = await route.integrate(event, undefined);
    this.#context.onAccess?.({
      kind: "socket",
      route: route.routeKey,
      functionName: route.functionName,
      outcome: outcomeWord(outcome),
      milliseconds: performance.now() - startedAt,
      usage: outcome.usage,
    });
    return outcome;
  }

  /** The client receives only a status, so the reason is logged. */
  #logRefusal({ stage }: CompiledStage, statusCode: number, reason: string): void {
    const message = `A socket of stage ${stage.name} was rejected with ${statusCode}: ${reason}`;
    logGateway(this.#context.log, "warn", message);
  }
}

/** Time for clients to respond to the close frame when the server stops. */
const closeGraceMilliseconds = 1000;

function closeReason(code: number, reason: string): string {
  if (reason !== "") {
    return reason;
  }
  return code === 1005 ? noStatusReason : code === 1006 ? brokenOffReason : "";
}

function ignore(): void {}
