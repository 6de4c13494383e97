/** Error texts that API Gateway sends on a WebSocket. docs/fidelity.md lists their sources. */
export type GatewayErrorMessage =
  | "Forbidden"
  | "Internal server error"
  | "Endpoint request timed out"
  | "Too Many Requests";

/** Returns an error as API Gateway sends it, on the socket and in a rejected upgrade. The spelling was observed. */
export function errorFrame(message: GatewayErrorMessage, connectionId: string, requestId: string): string {
  return `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}
