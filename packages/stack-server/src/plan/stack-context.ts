/** URLs of a server, for computed attributes such as `api_endpoint`. They have no slash at the end. */
export interface StackContext {
  /** `api_endpoint` of HTTP APIs, for example `http://localhost:3000`. */
  readonly httpEndpoint: string;
  /** `api_endpoint` of WebSocket APIs, for example `ws://localhost:3000`. */
  readonly webSocketEndpoint: string;
  /** The listener for SQS, for example `http://127.0.0.1:41234`. */
  readonly servicesEndpoint: string;
}
