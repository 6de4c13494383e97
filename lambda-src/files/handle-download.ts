import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { ChatPorts } from "../chat/ports";
import { cameThroughProxy, proxyHeader, type VisitorSettings } from "../ingress/ingress";

/**
 * Answers `GET /files/<key>/<name>` with a redirect to a fresh URL of the object store, so that a link in a
 * conversation works as long as the file exists.
 */
export async function handleDownload(
  ports: Pick<ChatPorts, "files" | "log">,
  { allowedOrigins, ingress }: VisitorSettings,
  event: Pick<APIGatewayProxyEventV2, "rawPath" | "headers">,
): Promise<APIGatewayProxyStructuredResultV2> {
  const cors = corsHeaders(allowedOrigins, event.headers.origin);
  // The path may start with the name of a stage. Neither key nor name contains a slash.
  const [fileKey, fileName, ...rest] = event.rawPath.split("/files/").at(-1)?.split("/") ?? [];
  if (!fileKey || !/^[A-Za-z0-9_-]{20,100}$/.test(fileKey) || fileName === undefined || rest.length > 0) {
    return { statusCode: 404, headers: cors, body: "Not Found" };
  }
  try {
    if (!(await cameThroughProxy(ingress, { proxySecret: event.headers[proxyHeader] }))) {
      return { statusCode: 403, headers: cors, body: "Forbidden" };
    }
    // The name may be missing in a URL that Kite did not create, because an HTTP API cuts a path at a `?` that was
    // encoded once.
    const location = await ports.files.downloadUrl(fileKey, fileName || "file");
    // No cache may store the redirect, because its URL is valid only for minutes.
    return { statusCode: 302, headers: { ...cors, location, "cache-control": "no-store" }, body: "" };
  } catch (error) {
    ports.log.error("a download failed", error);
    return { statusCode: 503, headers: cors, body: "Service Unavailable" };
  }
}

/** Returns CORS headers. The HTTP API has no CORS configuration, because its stages allow different origins. */
function corsHeaders(allowedOrigins: readonly string[], origin: string | undefined): Record<string, string> {
  if (allowedOrigins.includes("*")) {
    return { "access-control-allow-origin": "*" };
  }
  const vary = { vary: "origin" };
  return origin !== undefined && allowedOrigins.includes(origin)
    ? { ...vary, "access-control-allow-origin": origin }
    : vary;
}
