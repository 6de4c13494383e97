import { policySources, type WidgetAddresses } from "@kite-chat/protocol";

/**
 * Returns the page of a channel for links and QR codes. It contains only the widget, which fills the whole window. The
 * URL of the script is relative, because the script is one level above the page.
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
 * Returns the Content-Security-Policy of the page. It allows only what the widget needs. No other page may show this
 * page in a frame.
 */
export function chatPagePolicy(addresses: WidgetAddresses): string {
  // The page may be opened at another host name of the same server.
  const sources = Object.entries({ ...policySources(addresses), "script-src": ["'self'"] });
  return [
    "default-src 'none'",
    ...sources.map(([directive, allowed]) => `${directive} ${allowed.join(" ")}`),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
