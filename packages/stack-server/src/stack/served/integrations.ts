import type { Attributes } from "../attributes";
import type {
  IntegrationModel,
  IntegrationResponseModel,
  LambdaIntegrationModel,
  MockIntegrationModel,
} from "../model";
import { NotServed } from "../stack-error";
import { type Entry, mapEntry, type ResourceReader, type StackReader } from "../stack-reader";

/** The integrations of a stack. */
export type Integrations = readonly Entry<Declared>[];

interface Declared {
  readonly address: string;
  readonly apiId: string;
  readonly integration: UntimedIntegration;
}

type UntimedIntegration =
  | (Omit<LambdaIntegrationModel, "timeoutMilliseconds"> & {
      readonly timeoutMilliseconds: number | undefined;
    })
  | MockIntegrationModel;

interface ResponseDeclaration extends IntegrationResponseModel {
  readonly address: string;
  readonly integrationId: string;
}

/** Reads `aws_apigatewayv2_integration` and `aws_apigatewayv2_integration_response`. @throws StackError */
export function readIntegrations(reader: StackReader): Integrations {
  const entries = reader.readAll(integrationReader);
  const responses = reader.served(reader.readAll(responseReader));
  for (const { address, integrationId } of responses) {
    reader.find(entries, integrationId, address, "integration with the id");
  }
  return entries.map((entry) => {
    const own = responses.filter(({ integrationId }) => integrationId === entry.key);
    return mapEntry(entry, (value) => ({ ...value, integration: withResponses(value.integration, own) }));
  });
}

const integrationReader: ResourceReader<Declared> = {
  type: "aws_apigatewayv2_integration",
  key: "id",
  read: (attributes, address) => ({
    address,
    apiId: attributes.text("api_id"),
    integration: readIntegration(attributes, address),
  }),
};

function readIntegration(attributes: Attributes, address: string): UntimedIntegration {
  const type = attributes.text("integration_type");
  if (type === "MOCK") {
    return {
      type,
      address,
      requestTemplates: attributes.textMap("request_templates"),
      templateSelectionExpression: attributes.optionalText("template_selection_expression"),
      responses: [],
    };
  }
  if (type !== "AWS_PROXY" || attributes.optionalText("integration_subtype") !== undefined) {
    throw new NotServed(
      `integrations of type ${type} are not supported, only MOCK and AWS_PROXY to a function`,
    );
  }
  return {
    type,
    address,
    integrationUri: attributes.text("integration_uri"),
    timeoutMilliseconds: attributes.optionalNumber("timeout_milliseconds"),
    payloadFormatVersion: attributes.optionalText("payload_format_version"),
  };
}

const responseReader: ResourceReader<ResponseDeclaration> = {
  type: "aws_apigatewayv2_integration_response",
  key: "id",
  read: (attributes, address) => ({
    address,
    integrationId: attributes.text("integration_id"),
    integrationResponseKey: attributes.text("integration_response_key"),
    responseTemplates: attributes.textMap("response_templates"),
    templateSelectionExpression: attributes.optionalText("template_selection_expression"),
  }),
};

/**
 * Returns the integration in a route's `target` (`integrations/<id>`).
 *
 * @param defaultTimeoutMilliseconds Timeout of an integration that declares none.
 * @throws StackError when the route's API has no integration with this id; NotServed when it is not served
 */
export function needIntegration(
  reader: StackReader,
  integrations: Integrations,
  { address, apiId, target }: { readonly address: string; readonly apiId: string; readonly target: string },
  defaultTimeoutMilliseconds: number,
): IntegrationModel {
  const id = /^integrations\/(.+)$/.exec(target)?.[1];
  const entry = integrations.find(({ key }) => key !== undefined && key === id);
  if (entry === undefined) {
    throw reader.error(
      address,
      `its target \`${target}\` is not an integration of the stack; expected integrations/<id>`,
    );
  }
  const declared = reader.need(entry, address);
  if (declared.apiId !== apiId) {
    throw reader.error(address, `its target ${entry.address} belongs to another API`);
  }
  const { integration } = declared;
  return integration.type === "MOCK"
    ? integration
    : { ...integration, timeoutMilliseconds: integration.timeoutMilliseconds ?? defaultTimeoutMilliseconds };
}

function withResponses(
  integration: UntimedIntegration,
  responses: readonly ResponseDeclaration[],
): UntimedIntegration {
  return integration.type === "MOCK"
    ? { ...integration, responses: responses.map(({ address, integrationId, ...response }) => response) }
    : integration;
}
