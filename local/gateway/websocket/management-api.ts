import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson } from "../answer-json";
import { createApiId } from "../api-ids";
import { readBody } from "../read-body";
import { decode } from "../request-url";
import type { Connection } from "./connection";
import { CLOSE, MESSAGE_BYTES } from "./limits";
import type { WebSocketStage } from "./websocket-stage";

/** Where the management API begins, below the stage. */
const PREFIX = "/@connections";

/** Tells whether a path below a stage belongs to the management API. */
export function isManagementPath(rest: string): boolean {
  const path = decode(rest) ?? rest;
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/**
 * The management API of a stage: POST sends a message, GET tells of a connection, DELETE closes it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 *
 * A request must look signed (Signature Version 4), or it is refused as on AWS. The signature itself is not checked.
 *
 * @param rest The path below the stage.
 */
export async function serveManagementApi(
  stage: WebSocketStage,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
): Promise<void> {
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    return refuse(response, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const connectionId = decode(rest.slice(rest.indexOf("/", 1) + 1)) ?? "";
  if (!CONNECTION_ID.test(connectionId)) {
    return refuse(response, 400, "BadRequestException", `Invalid connectionId: ${connectionId}`);
  }
  const connection = stage.connections.get(connectionId);
  if (connection === undefined || !connection.open) {
    return refuse(response, 410, "GoneException", "Gone", connectionId);
  }
  switch (request.method) {
    case "POST":
      return post(request, response, connection);
    case "GET":
      return answerJson(response, 200, describe(connection));
    case "DELETE":
      connection.close(CLOSE.deleted);
      return answerJson(response, 204, undefined);
    default:
      return refuse(response, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
}

/** The form of an id (observed); anything else is a 400 (observed), no 410. */
const CONNECTION_ID = /^[A-Za-z0-9_-]{1,64}={0,2}$/;

async function post(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): Promise<void> {
  const { connectionId } = connection.info;
  const body = await readBody(request, MESSAGE_BYTES);
  if (body.kind === "aborted") {
    return;
  }
  if (body.kind === "tooLarge") {
    return refuse(response, 413, "PayloadTooLargeException", "Message too long", connectionId);
  }
  if (!connection.open) {
    return refuse(response, 410, "GoneException", "Gone", connectionId);
  }
  // As text: a client would have to break off at bytes that are no UTF-8.
  connection.send(body.bytes.toString());
  answerJson(response, 200, undefined);
}

/** https://docs.aws.amazon.com/apigatewaymanagementapi/latest/reference/API_GetConnection.html */
function describe({ info, lastActiveAt }: Connection) {
  return {
    connectedAt: new Date(info.connectedAt).toISOString(),
    identity: info.identity,
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function refuse(
  response: ServerResponse,
  statusCode: number,
  errorType: string,
  message: string,
  connectionId?: string,
): void {
  const requestId = createApiId();
  const body = connectionId === undefined ? { message } : { message, connectionId, requestId };
  answerJson(response, statusCode, body, { "x-amzn-errortype": errorType, "x-amzn-requestid": requestId });
}
