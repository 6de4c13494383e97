import type { StackModel } from "../plan/model";
import { parseFunctionReference } from "../plan/served/function-names";
import { resolveIntegrationTarget } from "./integration-target";

/**
 * Finds, for each function, the WebSocket stage whose `@connections` it would call. On AWS a function is told by its
 * environment; here the AWS SDK takes a variable that can name one endpoint only.
 *
 * A plan with one WebSocket stage has no choice. With more, a function belongs to the stage whose routes lead to it;
 * one that belongs to none or to several gets no endpoint.
 *
 * @returns Function's name to stage's name.
 */
export function managementStages({
  webSocketApis,
  functions,
}: Pick<StackModel, "webSocketApis" | "functions">): ReadonlyMap<string, string> {
  const stages = webSocketApis.flatMap((api) => api.stages.map((stage) => ({ api, stage })));
  const [only] = stages;
  if (only !== undefined && stages.length === 1) {
    return new Map(functions.map(({ functionName }) => [functionName, only.stage.name]));
  }
  const found = new Map<string, string>();
  for (const { functionName } of functions) {
    const own = stages.filter(({ api, stage }) =>
      api.routes.some(({ integration }) => {
        const target =
          integration.type === "AWS_PROXY" ? resolveIntegrationTarget(integration, stage) : undefined;
        return (
          target?.ok === true && parseFunctionReference(target.functionName).functionName === functionName
        );
      }),
    );
    if (own[0] !== undefined && own.length === 1) {
      found.set(functionName, own[0].stage.name);
    }
  }
  return found;
}
