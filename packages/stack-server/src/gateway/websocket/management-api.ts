import type { IncomingMessage, ServerResponse } from "node:http";
import type { FaultOutcome, Faults } from "../../faults";
import { answerJson, decode, readBody } from "../../http";
import { createApiId } from "../api-ids";
import type { Connection } from "./connection";
import { closeCodes, messageBytes } from "./limits";
import type { WebSocketStage } from "./websocket-stage";

/** Path of the management API below the stage. */
const pathPrefix = "/@connections";

/** Returns whether a path below a stage belongs to the management API. */
export function isManagementPath(rest: string): boolean {
  const path = decode(rest) ?? rest;
  return path === pathPrefix || path.startsWith(`${pathPrefix}/`);
}

/**
 * Serves the management API of a stage: POST sends a message, GET describes a connection, DELETE closes it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 *
 * A request without a signature (Signature Version 4) is rejected, as on AWS. The signature itself is not verified.
 *
 * @param rest Path below the stage.
 * @param faults Faults of messages to a connection. `refuse` responds with 410 and cuts the socket soon after.
 * `throttle` responds with 429.
 */
export async function serveManagementApi(
  { compiled: { stage }, connections }: WebSocketStage,
  faults: Faults | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  rest: string,
): Promise<void> {
  if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
    return refuse(response, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
  const connectionId = decode(rest.slice(rest.indexOf("/", 1) + 1)) ?? "";
  if (!connectionIdPattern.test(connectionId)) {
    return refuse(response, 400, "BadRequestException", `Invalid connectionId: ${connectionId}`);
  }
  const connection = connections.get(connectionId);
  if (connection === undefined || !connection.open || gone.has(connection)) {
    return refuse(response, 410, "GoneException", "Gone", connectionId);
  }
  switch (request.method) {
    case "POST":
      return post(request, response, connection, (content) =>
        faults?.apply({ place: "push", names: [stage.name, connectionId], content }),
      );
    case "GET":
      return answerJson(response, 200, describe(connection));
    case "DELETE":
      connection.close(closeCodes.deleted);
      return answerJson(response, 204, undefined);
    default:
      return refuse(response, 403, "MissingAuthenticationTokenException", "Missing Authentication Token");
  }
}

/** Connections for which a fault has returned a 410. Later calls also get a 410. */
const gone = new WeakSet<Connection>();

/** Time until the client notices that its connection is gone. */
const noticeMilliseconds = 2_000;

/** Form of an id (observed). An id of another form gets a 400 instead of a 410 (observed). */
const connectionIdPattern = /^[A-Za-z0-9_-]{1,64}={0,2}$/;

async function post(
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
  faultOf: (message: string) => Promise<FaultOutcome> | undefined,
): Promise<void> {
  const { connectionId } = connection.info;
  const body = await readBody(request, messageBytes);
  if (body === "aborted") {
    return;
  }
  if (body === "tooLarge") {
    return refuse(response, 413, "PayloadTooLargeException", "Message too long", connectionId);
  }
  const message = body.toString();
  const fault = await faultOf(message);
  if (fault === "throttle") {
    return refuse(response, 429, "LimitExceededException", "Too Many Requests", connectionId);
  }
  if (fault === "refuse") {
    gone.add(connection);
    setTimeout(() => connection.terminate(), noticeMilliseconds).unref();
  }
  if (fault === "refuse" || !connection.open) {
    return refuse(response, 410, "GoneException", "Gone", connectionId);
  }
  // Send text instead of the bytes. A client must close the connection if the bytes of a text frame are not UTF-8.
  connection.send(message);
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
