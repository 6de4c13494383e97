import { readPlan } from "../local/plan/read-plan";
import { UserError } from "../settings/user-error";

/** What the playground has to know of a plan before it can be served. */
export interface PlanFacts {
  /** Name of the SSM parameter that holds the bot's token. */
  readonly tokenParameter: string;
  /** Path of the WebSocket stage on the one port, for example `/dev`. */
  readonly webSocketPath: string;
  /** Where Telegram sends updates, on the given endpoint. */
  readonly webhookUrl: string;
}

/**
 * Reads them off the environment that the plan gives its functions, and off its stages.
 *
 * @param httpEndpoint Where the HTTP API will be reached.
 * @throws UserError for a plan that is not the chat's.
 */
export function readPlanFacts(stackDirectory: string, httpEndpoint: string): PlanFacts {
  const plan = readPlan(stackDirectory, {
    httpEndpoint,
    webSocketEndpoint: httpEndpoint.replace(/^http/, "ws"),
    servicesEndpoint: httpEndpoint,
  });
  const variable = (name: string) => plan.functions.flatMap(({ environment }) => environment[name] ?? [])[0];
  const stage = plan.webSocketApis[0]?.stages[0]?.name;
  const tokenParameter = variable("TELEGRAM_BOT_TOKEN_PARAMETER");
  const webhookUrl = variable("WEBHOOK_URL");
  if (stage === undefined || tokenParameter === undefined || webhookUrl === undefined) {
    throw new UserError(
      `The plan in ${stackDirectory} has no WebSocket stage, or no function with TELEGRAM_BOT_TOKEN_PARAMETER and WEBHOOK_URL: the playground needs all three.`,
    );
  }
  return { tokenParameter, webSocketPath: `/${stage}`, webhookUrl };
}
