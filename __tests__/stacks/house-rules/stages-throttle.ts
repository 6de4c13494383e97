import type { Rule } from "./rule";

/**
 * Every API stage declares its throttling, and so does every route with its own settings. The provider sends 0 for a
 * missing limit, so every request would get 429.
 */
export const stagesThrottle: Rule = (stack) =>
  stack
    .all("aws_apigatewayv2_stage")
    .filter(({ default_route_settings, route_settings }) =>
      [default_route_settings ?? {}, ...((route_settings ?? []) as readonly object[])].some(
        (settings) => !isThrottled(settings as Readonly<Record<string, unknown>>),
      ),
    )
    .map(({ name }) => String(name));

function isThrottled(settings: Readonly<Record<string, unknown>>): boolean {
  return Number(settings.throttling_rate_limit) > 0 && Number(settings.throttling_burst_limit) > 0;
}
