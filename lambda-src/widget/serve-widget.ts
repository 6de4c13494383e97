import { channelNameRule, isChannelName, type WidgetAddresses } from "@kite-chat/protocol";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { BuiltWidget } from "./built-widget";
import { chatPage, chatPagePolicy } from "./chat-page";
import { Representation } from "./representation";

/** Facts of a stage that the widget needs. */
export interface StageFacts extends WidgetAddresses {
  /** Whether a proxy closes sockets that are idle for longer than a minute. @default false */
  readonly isProxied?: boolean;
}

type WidgetRequest = Pick<
  APIGatewayProxyEventV2,
  "routeKey" | "headers" | "pathParameters" | "queryStringParameters"
>;

/** Additions to the protocol that the server supports. */
const accepts = ["CTX"];

/** A page of any origin may load a script, even a page with `Cross-Origin-Embedder-Policy`. */
const scriptHeaders = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" };
const loaderHeaders = {
  ...scriptHeaders,
  "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
};
const fileHeaders = { ...scriptHeaders, "cache-control": "public, max-age=31536000, immutable" };

const scriptType = "text/javascript; charset=utf-8";

/**
 * Maximum number of cached loaders and pages, each with its encodings. The channels of a busy stage stay in the cache.
 */
const rememberedMax = 500;

/** Serves the widget: its loader for each channel, its scripts that never change, and the page of a channel. */
export function widgetServer(
  widget: BuiltWidget | undefined,
  stage: StageFacts,
): (request: WidgetRequest) => APIGatewayProxyStructuredResultV2 {
  const files = new Map(
    Object.entries(widget?.files ?? {}).map(([name, brotli]) => [
      name,
      new Representation({ brotli: Buffer.from(brotli, "base64") }, scriptType),
    ]),
  );
  const loaderFor = remembered(
    (channelName) => new Representation({ text: loaderText(widget, stage, channelName) }, scriptType),
  );
  const pageFor = remembered(
    (channelName) => new Representation({ text: chatPage(channelName) }, "text/html; charset=utf-8"),
  );
  const facts = new Representation(
    { text: JSON.stringify({ ...stage, accepts, loader: widget?.pinnedLoader }) },
    "application/json; charset=utf-8",
  );
  const pageHeaders = {
    "cache-control": "public, max-age=300",
    "content-security-policy": chatPagePolicy(stage),
    "referrer-policy": "no-referrer",
  };

  return ({ routeKey, headers, pathParameters, queryStringParameters }) => {
    const channelName = pathParameters?.channel ?? queryStringParameters?.c;
    if (routeKey === "GET /{file}") {
      return files.get(pathParameters?.file ?? "")?.answer(headers, fileHeaders) ?? notFound;
    }
    if (widget === undefined) {
      return notFound;
    }
    if (routeKey === "GET /widget.json") {
      return facts.answer(headers, loaderHeaders);
    }
    if (channelName !== undefined && !isChannelName(channelName)) {
      return refusal(400, `channel: expected ${channelNameRule}.`);
    }
    switch (routeKey) {
      case "GET /widget.js":
        return loaderFor(channelName ?? "").answer(headers, loaderHeaders);
      case "GET /chat/{channel}":
        return pageFor(channelName ?? "").answer(headers, pageHeaders);
      default:
        return notFound;
    }
  };
}

/** Returns the loader with the settings of this server. Attributes on the page override these settings. */
function loaderText(widget: BuiltWidget | undefined, stage: StageFacts, channelName: string): string {
  const { loader = "", placeholder = "" } = widget ?? {};
  const query = channelName === "" ? "" : `?c=${channelName}`;
  const served = {
    endpoint: stage.webSocketUrl,
    ...(channelName !== "" && { channel: channelName }),
    url: `${stage.httpUrl}/widget.js${query}`,
    accepts,
    ...(stage.isProxied && { isProxied: true }),
  };
  return loader.replace(placeholder, () => JSON.stringify(served));
}

function remembered(make: (key: string) => Representation): (key: string) => Representation {
  const known = new Map<string, Representation>();
  return (key) => {
    const before = known.get(key);
    if (before) {
      return before;
    }
    if (known.size >= rememberedMax) {
      known.clear();
    }
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

function refusal(statusCode: number, body: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body,
  };
}

const notFound = refusal(404, "Not Found");
