import type { LambdaIntegrationModel, StageModel } from "../stack/model";
import { functionInIntegrationUri, substituteStageVariables } from "../stack/served/function-names";

/** The function of an integration on one stage, or the reason why it is missing. */
export type IntegrationTarget =
  | { readonly ok: true; readonly functionName: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Finds the function of an integration. Replaces the stage variables in the URI and extracts the ARN or name.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.stage-variables.html
 */
export function resolveIntegrationTarget(
  { address, integrationUri }: LambdaIntegrationModel,
  stage: StageModel,
): IntegrationTarget {
  const { uri, missing } = substituteStageVariables(integrationUri, stage.stageVariables);
  if (missing.length > 0) {
    const names = [...new Set(missing)].join(", ");
    const reason = `stage ${stage.name} (${stage.address}) has no stage variable ${names}, which ${address} uses in ${integrationUri}`;
    return { ok: false, reason };
  }
  return { ok: true, functionName: functionInIntegrationUri(uri) };
}
