/** URLs of a chat. */
export interface ChatUrls {
  /** WebSocket URL with the stage, without `?c=`, for example `wss://abc.execute-api.eu-west-1.amazonaws.com/dev`. */
  readonly webSocketUrl: string;
  /** HTTP URL with the stage, for example `https://abc.execute-api.eu-west-1.amazonaws.com/dev`. */
  readonly httpUrl: string;
  /**
   * Channel with a host, who receives a text and a file.
   * @default - checks that need a host are skipped
   */
  readonly channelName?: string;
  /**
   * Names of the scripts of the widget's previous release, which tabs that were opened before a deploy load.
   * @default - none is requested
   */
  readonly widgetScripts?: readonly string[];
}
