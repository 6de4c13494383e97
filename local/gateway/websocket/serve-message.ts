import type { Clock } from "../../clock";
import type { Log } from "../../log";
import type { Connection } from "./connection";
import { errorFrame, type GatewayErrorMessage } from "./error-frame";
import type { IntegrationOutcome } from "./route-integration";
import { messageEvent } from "./websocket-events";
import type { WebSocketStage } from "./websocket-stage";

/**
 * Takes one message of a client to its route and the answer back. Messages of one connection run side by side, as
 * on AWS. Never rejects.
 */
export async function serveMessage(
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  stage: WebSocketStage,
  connection: Connection,
  text: string,
): Promise<void> {
  connection.touch();
  const body = parseJson(text);
  const route = stage.messageRoute(body);
  const source = { api: stage.api, stage: stage.stage, connection: connection.info, now: clock.now() };
  const event = messageEvent(source, route?.routeKey ?? "$default", text);
  const refuse = (message: GatewayErrorMessage) => {
    connection.send(errorFrame(message, connection.info.connectionId, event.requestContext.requestId));
  };
  if (!stage.throttle.take()) {
    return refuse("Too Many Requests");
  }
  if (route === undefined) {
    // Observed: the text is that of a missing permission, too.
    return refuse("Forbidden");
  }
  const outcome = await route.integrate(event, body);
  if (outcome.kind === "answered") {
    if (!route.twoWay || outcome.body === undefined || outcome.body === "" || connection.send(outcome.body)) {
      return;
    }
    logFailure(
      log,
      stage,
      route.routeKey,
      `the answer has ${Buffer.byteLength(outcome.body)} bytes, over the 128 KB of a message`,
    );
    return refuse("Internal server error");
  }
  logFailure(log, stage, route.routeKey, outcome.reason);
  // Observed: errors reach the client on one-way routes as well.
  return refuse(failureMessage(outcome));
}

function failureMessage(outcome: Exclude<IntegrationOutcome, { kind: "answered" }>): GatewayErrorMessage {
  return outcome.kind === "timedOut" ? "Endpoint request timed out" : "Internal server error";
}

function logFailure(log: Log, { stage }: WebSocketStage, routeKey: string, reason: string): void {
  log({
    level: "error",
    source: "gateway",
    message: `Route ${routeKey} of stage ${stage.name} failed: ${reason}.`,
  });
}

/** `undefined` for a text that is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
