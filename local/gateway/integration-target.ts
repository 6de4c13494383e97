import type { LambdaIntegrationModel, StageModel } from "../plan/model";

/** The function behind an integration on one stage, or why there is none. */
export type IntegrationTarget =
  | { readonly ok: true; readonly functionName: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Finds the function of an integration: sets the stage's variables into the URI and takes the ARN or name out of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.stage-variables.html
 */
export function resolveIntegrationTarget(
  integration: LambdaIntegrationModel,
  stage: StageModel,
): IntegrationTarget {
  const missing = new Set<string>();
  const uri = integration.integrationUri.replace(STAGE_VARIABLE, (_, name: string) => {
    const value = Object.hasOwn(stage.stageVariables, name) ? stage.stageVariables[name] : undefined;
    if (value === undefined) {
      missing.add(name);
    }
    return value ?? "";
  });
  if (missing.size > 0) {
    const reason = `stage ${stage.name} (${stage.address}) has no stage variable ${[...missing].join(", ")}, which ${integration.address} wants in ${integration.integrationUri}`;
    return { ok: false, reason };
  }
  return { ok: true, functionName: LAMBDA_PATH.exec(uri)?.[1] ?? uri };
}

const STAGE_VARIABLE = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function>/invocations` */
const LAMBDA_PATH = /\/functions\/(.+)\/invocations$/;
