import type { IntegrationModel, StageModel } from "../model";
import type { StackReader } from "../stack-reader";
import { functionInIntegrationUri, substituteStageVariables } from "./function-names";
import type { FunctionCatalog } from "./functions";

/**
 * Keeps the routes whose function is served in every stage, and notes the others.
 *
 * @throws StackError when a stage lacks a variable of an integration, or a function or alias is not there
 */
export function checkIntegrations<
  Route extends { readonly address: string; readonly integration: IntegrationModel },
>(
  reader: StackReader,
  functions: FunctionCatalog,
  routes: readonly Route[],
  stages: readonly StageModel[],
): readonly Route[] {
  return reader.keepServed(routes, ({ integration }) => {
    for (const stage of stages) {
      checkIntegration(reader, functions, integration, stage);
    }
  });
}

function checkIntegration(
  reader: StackReader,
  functions: FunctionCatalog,
  integration: IntegrationModel,
  stage: StageModel,
): void {
  if (integration.type !== "AWS_PROXY") {
    return;
  }
  const { uri, missing } = substituteStageVariables(integration.integrationUri, stage.stageVariables);
  if (missing.length > 0) {
    throw reader.error(
      stage.address,
      `has no stage variable \`${missing.join(", ")}\`, which ${integration.address} needs`,
    );
  }
  functions.need(functionInIntegrationUri(uri), integration.address);
}
