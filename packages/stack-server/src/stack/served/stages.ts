import type { Attributes } from "../attributes";
import type { StageModel, ThrottlingModel } from "../model";
import type { ResourceReader, StackReader } from "../stack-reader";

/** A stage with the id of its API. */
export interface StageDeclaration {
  readonly address: string;
  readonly apiId: string;
  readonly stage: StageModel;
}

/** Reads `aws_apigatewayv2_stage`, with the custom domain of `aws_apigatewayv2_api_mapping`. @throws StackError */
export function readStages(reader: StackReader): readonly StageDeclaration[] {
  const mappings = reader.served(reader.readAll(mappingReader));
  return reader.served(reader.readAll(stageReader)).map((declaration) => {
    const { apiId, stage } = declaration;
    const mapping = mappings.find((it) => it.apiId === apiId && it.stageName === stage.name);
    return mapping ? { ...declaration, stage: { ...stage, domainName: mapping.domainName } } : declaration;
  });
}

/** A custom domain of a stage. */
interface MappingDeclaration {
  readonly apiId: string;
  readonly stageName: string;
  readonly domainName: string;
}

const mappingReader: ResourceReader<MappingDeclaration> = {
  type: "aws_apigatewayv2_api_mapping",
  key: "id",
  // Stages share a port and are distinguished by their names, so the key of the mapping has no effect.
  read: (attributes) => ({
    apiId: attributes.text("api_id"),
    stageName: attributes.text("stage"),
    domainName: attributes.text("domain_name"),
  }),
};

const stageReader: ResourceReader<StageDeclaration> = {
  type: "aws_apigatewayv2_stage",
  key: "id",
  read: (attributes, address) => ({
    address,
    apiId: attributes.text("api_id"),
    stage: {
      address,
      name: attributes.text("name"),
      stageVariables: attributes.textMap("stage_variables"),
      throttling: readThrottling(attributes.block("default_route_settings")),
      routeThrottling: Object.fromEntries(
        attributes
          .blocks("route_settings")
          .map((settings) => [settings.text("route_key"), throttlingOf(settings)]),
      ),
    },
  }),
};

function readThrottling(settings: Attributes | undefined): ThrottlingModel | undefined {
  return settings && throttlingOf(settings);
}

/**
 * Reads the limits. The provider sends 0 for a limit that is missing in a block, and API Gateway then rejects every
 * request. That applies to `default_route_settings` and `route_settings`:
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/apigatewayv2/stage.go
 */
function throttlingOf(settings: Attributes): ThrottlingModel {
  return {
    rateLimit: settings.optionalNumber("throttling_rate_limit") ?? 0,
    burstLimit: settings.optionalNumber("throttling_burst_limit") ?? 0,
  };
}
