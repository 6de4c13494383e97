/** Where a chat is, as a client needs to know it. */
export interface ChatUrls {
  /** Of the WebSocket API with its stage, without `?c=`; for example `wss://abc.execute-api.eu-west-1.amazonaws.com/dev`. */
  readonly webSocketUrl: string;
  /** Of the HTTP API with its stage; for example `https://abc.execute-api.eu-west-1.amazonaws.com/dev`. */
  readonly httpUrl: string;
  /**
   * A channel that has a host, who gets a text and a file.
   * @default - what needs one is skipped
   */
  readonly channelName?: string;
}
