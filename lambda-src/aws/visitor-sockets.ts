import {
  type ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { VisitorSockets } from "../chat/ports";
import { type CanonicalUri, errorFrame, messageFrame, type ServerFrame } from "../websocket/write-frame";

/** Pushes frames to open sockets by API Gateway's @connections. */
export function visitorSockets(
  client: ApiGatewayManagementApiClient,
  canonicalUri: CanonicalUri,
): VisitorSockets {
  const post = async (connectionId: string, frame: ServerFrame) => {
    try {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }),
      );
      return "sent";
    } catch (error) {
      if (error instanceof GoneException) return "gone";
      throw error;
    }
  };
  return {
    push: (connectionId, message) => post(connectionId, messageFrame(message, canonicalUri)),
    pushError: (connectionId, sentence, code) => post(connectionId, errorFrame(sentence, code)),
    async disconnect(connectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
      } catch (error) {
        if (!(error instanceof GoneException)) throw error;
      }
    },
  };
}
