import type { AccessLogEntry, DatabaseUsage } from "../../access-log-entry";
import { tryParse } from "../../json";
import type { Log } from "../../log";
import type { StageModel } from "../../stack/model";
import { createApiId } from "../api-ids";
import type { GatewayContext, GatewayEvent } from "../context";
import { logFailure, logFault } from "../failures";
import type { Connection } from "./connection";
import { errorFrame, type GatewayErrorMessage } from "./error-frame";
import { type CompiledRoute, outcomeWord } from "./route-integration";
import { messageEvent } from "./websocket-events";
import type { WebSocketStage } from "./websocket-stage";

/**
 * Passes a client's message to its route, and sends the response. As on AWS, messages of one connection run in
 * parallel. Never rejects: an internal error is logged, and the client receives API Gateway's error frame.
 */
export async function serveMessage(
  context: GatewayContext,
  stage: WebSocketStage,
  connection: Connection,
  text: string,
): Promise<void> {
  try {
    connection.touch();
    const access = await serveOneMessage(context, stage, connection, text);
    if (access !== undefined) {
      reportAccess(context, access);
    }
  } catch (error) {
    logFault(context.log, error);
    connection.send(errorFrame("Internal server error", connection.info.connectionId, createApiId()));
  }
}

/** @returns the access log entry after the response was sent, or `undefined` if a fault discarded the message */
async function serveOneMessage(
  context: GatewayContext,
  stage: WebSocketStage,
  connection: Connection,
  text: string,
): Promise<AccessLogEntry | undefined> {
  const { compiled } = stage;
  const { connectionId } = connection.info;
  const names = [compiled.stage.name, connectionId];
  const fault = await context.faults?.apply({ place: "frame", names });
  if (fault === "lose") {
    return undefined;
  }
  const startedAt = performance.now();
  const body = tryParse(text);
  const route = compiled.messageRoute(body);
  const routeKey = route?.routeKey ?? "$default";
  const source = { ...compiled, connection: connection.info, now: context.wallClock.now() };
  const event = messageEvent(source, routeKey, text);
  const refuse = (message: GatewayErrorMessage): Served => {
    const frame = errorFrame(message, connectionId, event.requestContext.requestId);
    connection.send(frame);
    return { outcome: message, sent: frame };
  };
  const isThrottled = fault === "refuse" || !compiled.throttle.take(routeKey);
  const served = isThrottled
    ? refuse("Too Many Requests")
    : await answer(context.log, compiled.stage, connection, { route, event, body, refuse });
  const { outcome, sent, usage } = served;
  return {
    kind: "frame",
    route: routeKey,
    functionName: route?.functionName,
    outcome,
    milliseconds: performance.now() - startedAt,
    receivedBytes: Buffer.byteLength(text),
    sentBytes: Buffer.byteLength(sent),
    usage,
  };
}

/** The response was sent, so an error of the listener must not cause an error frame. */
function reportAccess({ onAccess, log }: GatewayContext, access: AccessLogEntry): void {
  try {
    onAccess?.(access);
  } catch (error) {
    logFault(log, error);
  }
}

/** The outcome of a message, for the log. */
interface Served {
  readonly outcome: string;
  /** Text that was sent to the client. Empty if nothing was sent. */
  readonly sent: string;
  readonly usage?: DatabaseUsage | undefined;
}

interface Question {
  readonly route: CompiledRoute | undefined;
  readonly event: GatewayEvent;
  readonly body: unknown;
  readonly refuse: (message: GatewayErrorMessage) => Served;
}

async function answer(
  log: Log,
  stage: StageModel,
  connection: Connection,
  { route, event, body, refuse }: Question,
): Promise<Served> {
  if (route === undefined) {
    // Observed: API Gateway sends the same text if a permission is missing.
    return refuse("Forbidden");
  }
  const outcome = await route.integrate(event, body);
  const { usage } = outcome;
  if (outcome.kind !== "answered") {
    logFailure(log, stage, route.routeKey, outcome.reason);
    // Observed: one-way routes also send errors to the client.
    const isLate = outcome.kind === "timedOut";
    return { ...refuse(isLate ? "Endpoint request timed out" : "Internal server error"), usage };
  }
  const sent = route.twoWay ? (outcome.body ?? "") : "";
  if (sent === "" || connection.send(sent)) {
    return { outcome: outcomeWord(outcome), sent, usage };
  }
  const bytes = Buffer.byteLength(sent);
  logFailure(
    log,
    stage,
    route.routeKey,
    `the response has ${bytes} bytes, over the limit of 128 KB for a message`,
  );
  return { ...refuse("Internal server error"), usage };
}
