import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { environments, readEnvironment } from "../aws/environment";
import { builtWidget } from "./built-widget";
import { widgetServer } from "./serve-widget";

const {
  WEBSOCKET_URL: webSocketUrl,
  HTTP_URL: httpUrl,
  FILES_ORIGIN,
  IS_PROXIED,
} = readEnvironment(environments.widget);

/** The buckets of an emulator have another origin. */
const filesOrigin = new URL(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL ?? FILES_ORIGIN)
  .origin;
const serve = widgetServer(builtWidget, {
  webSocketUrl,
  httpUrl,
  filesOrigin,
  isProxied: IS_PROXIED === "true",
});

/** Serves the widget and its page. The function has no permissions, and reads only the request. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  return serve(event);
}
