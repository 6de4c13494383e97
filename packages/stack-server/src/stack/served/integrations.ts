import type { Attributes } from "../attributes";
import type {
  IntegrationModel,
  IntegrationResponseModel,
  LambdaIntegrationModel,
  MockIntegrationModel,
} from "../model";
import { NotServed } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";

/** The integrations of a stack. */
export interface Integrations {
  /** Those that could be read, and the API of each. */
  readonly all: readonly { readonly address: string; readonly apiId: string }[];
  /**
   * Gives the integration that a route's `target` names (`integrations/<id>`).
   *
   * @throws StackError when there is none with this id in the route's API; NotServed when it is not served.
   */
  need(target: string, route: IntegrationUser): IntegrationModel;
}

/** The route that needs an integration. */
export interface IntegrationUser {
  readonly address: string;
  readonly apiId: string;
  /** For an integration that declares none. */
  readonly defaultTimeoutMilliseconds: number;
}

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
    if (!entries.some(({ key }) => key === integrationId)) {
      throw reader.error(address, `there is no integration with the id \`${integrationId}\` in the stack`);
    }
  }
  return {
    all: reader.served(entries),
    need: (target, route) => needIntegration(reader, entries, responses, target, route),
  };
}

const integrationReader: ResourceReader<Declared> = {
  type: "aws_apigatewayv2_integration",
  key: "id",
  ignored: [
    "connection_type",
    "content_handling_strategy",
    "credentials_arn",
    "description",
    "integration_method",
    "passthrough_behavior",
  ],
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
    throw new NotServed(`integrations of type ${type} are served only as AWS_PROXY to a function, and MOCK`);
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
  ignored: ["api_id", "content_handling_strategy"],
  read: (attributes, address) => ({
    address,
    integrationId: attributes.text("integration_id"),
    integrationResponseKey: attributes.text("integration_response_key"),
    responseTemplates: attributes.textMap("response_templates"),
    templateSelectionExpression: attributes.optionalText("template_selection_expression"),
  }),
};

function needIntegration(
  reader: StackReader,
  entries: readonly Entry<Declared>[],
  responses: readonly ResponseDeclaration[],
  target: string,
  route: IntegrationUser,
): IntegrationModel {
  const id = /^integrations\/(.+)$/.exec(target)?.[1];
  const entry = entries.find(({ key }) => key !== undefined && key === id);
  if (entry === undefined) {
    throw reader.error(
      route.address,
      `its target \`${target}\` is no integration of the stack; wanted is integrations/<id of one>`,
    );
  }
  const { apiId, integration } = reader.need(entry, route.address);
  if (apiId !== route.apiId) {
    throw reader.error(route.address, `its target ${entry.address} belongs to another API`);
  }
  return integration.type === "MOCK"
    ? withResponses(integration, responses, entry.key)
    : {
        ...integration,
        timeoutMilliseconds: integration.timeoutMilliseconds ?? route.defaultTimeoutMilliseconds,
      };
}

function withResponses(
  integration: MockIntegrationModel,
  responses: readonly ResponseDeclaration[],
  id: string | undefined,
): MockIntegrationModel {
  return {
    ...integration,
    responses: responses
      .filter(({ integrationId }) => integrationId === id)
      .map(({ integrationResponseKey, responseTemplates, templateSelectionExpression }) => ({
        integrationResponseKey,
        responseTemplates,
        templateSelectionExpression,
      })),
  };
}
