import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { ServerFrame } from "@kite-chat/protocol";
import type { ChatLog, PushResult, VisitorSockets } from "../chat/ports";
import { type CanonicalUri, errorFrame, pushFrame } from "../websocket/write-frame";

/** Deadline of a push, including the SDK's retries. */
const pushMilliseconds = 9_000;

/**
 * Pushes frames to open sockets with API Gateway's @connections. Only 410 means that a connection is gone. A push that
 * API Gateway accepted may still never arrive.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export function visitorSockets(
  client: ApiGatewayManagementApiClient,
  canonicalUri: CanonicalUri,
  log: ChatLog,
): VisitorSockets {
  const attempt = async (work: (abortSignal: AbortSignal) => Promise<unknown>, timeLeft: number) => {
    try {
      await work(AbortSignal.timeout(Math.max(1, Math.floor(Math.min(timeLeft, pushMilliseconds)))));
      return "sent";
    } catch (error) {
      if (error instanceof GoneException) {
        return "gone";
      }
      log.warn("a push failed", { reason: error instanceof Error ? error.name : "unknown" });
      return "failed";
    }
  };
  const post = (connectionId: string, frame: ServerFrame, timeLeft: number): Promise<PushResult> =>
    attempt(
      (abortSignal) =>
        client.send(
          new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }),
          { abortSignal },
        ),
      timeLeft,
    );
  return {
    push: (connectionId, message, timeLeft) =>
      post(connectionId, pushFrame(message, canonicalUri), timeLeft()),
    pushError: (connectionId, sentence, code) =>
      post(connectionId, errorFrame(sentence, code), pushMilliseconds),
    async disconnect(connectionId) {
      await attempt(
        (abortSignal) =>
          client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }), { abortSignal }),
        pushMilliseconds,
      );
    },
  };
}
