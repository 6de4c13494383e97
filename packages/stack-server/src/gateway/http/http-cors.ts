import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { HttpCorsModel } from "../../stack/model";

/** Headers of a response, with lower-case names. */
type Headers = Readonly<Record<string, string>>;

/** CORS behavior of an API. */
export interface HttpCors {
  /**
   * Returns the headers of the response to a preflight request. Returns `undefined` for any other request, or without
   * a configuration.
   */
  preflight(request: Pick<IncomingMessage, "method" | "headers">): Headers | undefined;
  /** Returns the headers of a function's response, with the API's CORS headers instead of the function's. */
  answer(request: Pick<IncomingMessage, "headers">, headers: Headers): Headers;
}

/**
 * Compiles the CORS configuration of an API. The API responds to preflights without a function or route, and ignores
 * the CORS headers of functions. Without a configuration, the functions handle CORS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function compileCors(model: HttpCorsModel | undefined): HttpCors {
  if (model === undefined) {
    return { preflight: () => undefined, answer: (_, headers) => headers };
  }
  const origin = originHeaders(model);
  return {
    preflight: ({ method, headers }) => {
      const isPreflight =
        method === "OPTIONS" &&
        headers.origin !== undefined &&
        headers["access-control-request-method"] !== undefined;
      if (!isPreflight) {
        return undefined;
      }
      const allowed = origin(headers);
      // Assumed: the response to an origin that is not allowed has no CORS headers.
      return allowed === undefined ? {} : { ...allowed, ...preflightHeaders(model) };
    },
    answer: ({ headers }, given) => {
      const own = Object.entries(given).filter(([name]) => !name.startsWith("access-control-"));
      const allowed = origin(headers);
      return {
        ...Object.fromEntries(own),
        ...allowed,
        ...(allowed && list("expose-headers", model.exposeHeaders)),
      };
    },
  };
}

function originHeaders({ allowOrigins, allowCredentials }: HttpCorsModel) {
  const credentials = allowCredentials ? { "access-control-allow-credentials": "true" } : {};
  return ({ origin }: IncomingHttpHeaders): Headers | undefined => {
    if (origin === undefined) {
      return undefined;
    }
    const allowed = allowOrigins.includes("*")
      ? "*"
      : allowOrigins.find(
          (it) => it === origin || (it.endsWith("://*") && origin.startsWith(it.slice(0, -1))),
        );
    if (allowed === undefined) {
      return undefined;
    }
    return { "access-control-allow-origin": allowed === "*" ? "*" : origin, ...credentials };
  };
}

function preflightHeaders({ allowMethods, allowHeaders, maxAgeSeconds }: HttpCorsModel): Headers {
  return {
    ...list("allow-methods", allowMethods),
    ...list("allow-headers", allowHeaders),
    ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(maxAgeSeconds) }),
  };
}

function list(name: string, values: readonly string[]): Headers {
  return values.length === 0 ? {} : { [`access-control-${name}`]: values.join(",") };
}
