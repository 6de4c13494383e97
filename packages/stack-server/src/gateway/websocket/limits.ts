/**
 * Fixed limits of WebSocket APIs, all documented:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
export const messageBytes = 128 * 1024;

/** A longer message is sent in several frames. */
export const frameBytes = 32 * 1024;

export const idleMilliseconds = 10 * 60 * 1000;

export const connectionMilliseconds = 2 * 60 * 60 * 1000;

/** Close codes of API Gateway, with their reasons. */
export const closeCodes = {
  /** Sent after ten idle minutes and after two hours. The code and the reason are assumed. */
  goingAway: { code: 1001, reason: "Going away" },
  /** Sent after a DELETE of `@connections` (observed): https://github.com/boto/boto3/issues/3789 */
  deleted: { code: 1000, reason: "Connection Closed Normally" },
  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html */
  binary: { code: 1003, reason: "Binary frames are not supported" },
  /** A message or frame over its limit. The code is documented, and the reason is assumed. */
  tooLarge: { code: 1009, reason: "Message too big" },
} as const;

/**
 * The `disconnectReason` for a client's close frame without a code:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export const noStatusReason = "Client-side close frame status not set";

/** The `disconnectReason` for a broken connection (assumed). */
export const brokenOffReason = "Connection closed abnormally";
