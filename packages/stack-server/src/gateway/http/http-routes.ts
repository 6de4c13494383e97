import { decode } from "../../http";
import type { HttpRouteModel } from "../../stack/model";

/** A route that matches a request. */
export interface RouteMatch<Route> {
  readonly route: Route;
  /** Decoded values. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Returns the route of a request, or `undefined` if none matches. @param path Encoded path below the stage. */
export type RouteTable<Route> = (method: string, path: string) => RouteMatch<Route> | undefined;

/**
 * Orders routes as API Gateway does: a full match before a greedy match, `$default` last, a literal segment before a
 * variable, and a named method before ANY.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function compileRouteTable<Route extends Pick<HttpRouteModel, "routeKey">>(
  routes: readonly Route[],
): RouteTable<Route> {
  const patterns = routes.filter(({ routeKey }) => routeKey !== "$default").map(compilePattern);
  patterns.sort((one, other) => compareRanks(one.rank, other.rank));
  const fallback = routes.find(({ routeKey }) => routeKey === "$default");
  return (method, path) => {
    const segments = path.slice(1).split("/");
    for (const pattern of patterns) {
      if (pattern.method === "ANY" || pattern.method === method) {
        const pathParameters = matchSegments(pattern.segments, segments);
        if (pathParameters !== undefined) {
          return { route: pattern.route, pathParameters };
        }
      }
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

interface Segment {
  readonly kind: "literal" | "variable" | "greedy";
  /** The literal, or the name of the variable. */
  readonly text: string;
}

function compilePattern<Route extends Pick<HttpRouteModel, "routeKey">>(route: Route) {
  const [method = "", path = "/"] = route.routeKey.split(" ");
  const segments = path.slice(1).split("/").map(compileSegment);
  return {
    route,
    method,
    segments,
    rank: [...segments.map(({ kind }) => ranks[kind]), method === "ANY" ? 1 : 0],
  };
}

function compileSegment(segment: string): Segment {
  const variable = /^\{([^}+]+)(\+?)\}$/.exec(segment);
  if (variable === null) {
    return { kind: "literal", text: segment };
  }
  return { kind: variable[2] === "+" ? "greedy" : "variable", text: variable[1] ?? "" };
}

const ranks = { literal: 0, variable: 2, greedy: 3 } as const;

/** Compares ranks segment by segment. The lower number is more specific. */
function compareRanks(one: readonly number[], other: readonly number[]): number {
  // A route with a greedy segment ranks after every route without one.
  const greedy = Number(one.includes(ranks.greedy)) - Number(other.includes(ranks.greedy));
  if (greedy !== 0) {
    return greedy;
  }
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    const difference = (one[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return other.length - one.length;
}

function matchSegments(
  pattern: readonly Segment[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [i, { kind, text }] of pattern.entries()) {
    const rest = kind === "greedy" ? segments.slice(i).join("/") : segments[i];
    const value = rest === undefined ? undefined : decode(rest);
    if (value === undefined || (kind === "literal" ? value !== text : value === "")) {
      return undefined;
    }
    if (kind !== "literal") {
      parameters[text] = value;
    }
    if (kind === "greedy") {
      return parameters;
    }
  }
  return pattern.length === segments.length ? parameters : undefined;
}
