/** The addresses of a stage. */
export interface WidgetAddresses {
  /** `wss://…/<stage>`. */
  readonly webSocketUrl: string;
  /** `https://…/<stage>`. */
  readonly httpUrl: string;
  /** The origin of the bucket that files are uploaded to. */
  readonly filesOrigin: string;
  /** Whether a proxy closes sockets that are idle for longer than a minute. @default false */
  readonly isProxied?: boolean;
}

/**
 * Returns the page of a channel, for links and QR codes: the widget alone, over the whole window. Its script is beside
 * the folder that the page seems to be in.
 */
export function chatPage(channelName: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<title>${channelName}</title>
<script async src="../widget.js?c=${channelName}" data-display="page"></script>
</head>
<body>
<kite-chat display="page"></kite-chat>
<noscript>This chat needs JavaScript.</noscript>
</body>
</html>
`;
}

/**
 * Returns the Content-Security-Policy of the page: the widget's own needs and nothing else. No page may put it into a
 * frame.
 */
export function chatPagePolicy({ webSocketUrl, httpUrl, filesOrigin }: WidgetAddresses): string {
  const files = `${new URL(httpUrl).origin} ${filesOrigin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${new URL(webSocketUrl).origin} ${files}`,
    `img-src ${files} blob:`,
    `media-src ${files} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
