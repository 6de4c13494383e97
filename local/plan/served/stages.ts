import type { Attributes } from "../attributes";
import type { StageModel } from "../model";
import type { Reading, ResourceReader } from "../reading";

/** A stage and the API that it belongs to. */
export interface StageDeclaration {
  readonly address: string;
  readonly apiId: string;
  readonly stage: StageModel;
}

/** Reads `aws_apigatewayv2_stage`. @throws PlanError */
export function readStages(reading: Reading): readonly StageDeclaration[] {
  return reading.served(reading.readAll(stageReader));
}

const stageReader: ResourceReader<StageDeclaration> = {
  type: "aws_apigatewayv2_stage",
  key: "id",
  ignored: [
    "access_log_settings",
    "auto_deploy",
    "client_certificate_id",
    "default_route_settings.data_trace_enabled",
    "default_route_settings.detailed_metrics_enabled",
    "default_route_settings.logging_level",
    "deployment_id",
    "description",
  ],
  read: (attributes, address) => ({
    address,
    apiId: attributes.text("api_id"),
    stage: {
      address,
      name: attributes.text("name"),
      stageVariables: attributes.textMap("stage_variables"),
      throttling: readThrottling(attributes.block("default_route_settings")),
    },
  }),
};

/** The provider sends 0 for a limit that the block leaves out, and API Gateway then lets nothing through. */
function readThrottling(settings: Attributes | undefined): StageModel["throttling"] {
  return (
    settings && {
      rateLimit: settings.optionalNumber("throttling_rate_limit") ?? 0,
      burstLimit: settings.optionalNumber("throttling_burst_limit") ?? 0,
    }
  );
}
