import type { Rule } from "./rule";

/** Every API stage says its throttling: left out, the provider sends 0 and every request gets 429. */
export const stagesThrottle: Rule = (stack) =>
  stack
    .all("aws_apigatewayv2_stage")
    .filter(({ default_route_settings }) => {
      const settings = (default_route_settings ?? {}) as Readonly<Record<string, unknown>>;
      return !(Number(settings.throttling_rate_limit) > 0 && Number(settings.throttling_burst_limit) > 0);
    })
    .map(({ name }) => String(name));
