/** Addresses of a stage that a page with the widget uses. */
export interface WidgetAddresses {
  /** `wss://…/<stage>`. */
  readonly webSocketUrl: string;
  /** `https://…/<stage>`. */
  readonly httpUrl: string;
  /** Origin of the bucket that files are uploaded to. */
  readonly filesOrigin: string;
}

/** Returns the script tag of a channel. A channel's name needs no escaping in a URL or an attribute. */
export function scriptTag({ httpUrl }: Pick<WidgetAddresses, "httpUrl">, channelName: string): string {
  return `<script async src="${httpUrl}/widget.js?c=${channelName}"></script>`;
}

/**
 * Returns the sources that a strict Content-Security-Policy must allow for the widget, by directive. A file's URL is at
 * the API, which redirects to the bucket, so both are allowed.
 */
export function policySources({ webSocketUrl, httpUrl, filesOrigin }: WidgetAddresses) {
  const files = [`${httpUrl}/files/`, filesOrigin];
  return {
    "script-src": [`${httpUrl}/`],
    "connect-src": [webSocketUrl, `${httpUrl}/`, filesOrigin],
    "img-src": files,
    "media-src": files,
  };
}
