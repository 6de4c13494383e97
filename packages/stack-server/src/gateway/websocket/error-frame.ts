/** The texts of the errors that API Gateway puts on a WebSocket itself; docs/fidelity.md says how each is known. */
export type GatewayErrorMessage =
  | "Forbidden"
  | "Internal server error"
  | "Endpoint request timed out"
  | "Too Many Requests";

/** An error as API Gateway sends it, on the socket and in a refused upgrade, in its very spelling (observed). */
export function errorFrame(message: GatewayErrorMessage, connectionId: string, requestId: string): string {
  return `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}
