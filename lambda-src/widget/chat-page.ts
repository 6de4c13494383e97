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
<title>Chat with ${channelName}</title>
<link rel="icon" href="data:,">
<script async src="../widget.js?c=${channelName}" data-display="page"></script>
</head>
<body>
<kite-chat display="page">If the chat does not appear, <a href="">load the page again</a>.</kite-chat>
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
  // The page may be opened by another name of the same host.
  const sources = policySources(addresses);
  const own = {
    ...sources,
    "script-src": ["'self'"],
    // The page's icon is an empty `data:` URL, so that no browser asks for /favicon.ico.
    "img-src": [...sources["img-src"], "data:"],
  };
  return [
    "default-src 'none'",
    ...Object.entries(own).map(([directive, allowed]) => `${directive} ${allowed.join(" ")}`),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
