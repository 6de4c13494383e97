import { isObject, tryParse } from "../../json";
import type { IntegrationResponseModel, MockIntegrationModel } from "../../stack/model";
import { compileSelectionExpression, type SelectionInput } from "../selection-expression";
import { compileMappingTemplate, type MappingTemplate, type TemplateInput } from "./velocity-template";

/** Response of a MOCK integration. */
export interface MockAnswer {
  readonly statusCode: number;
  /** Output of the response template. @default - there is no template */
  readonly body: string | undefined;
}

/**
 * A compiled MOCK integration.
 *
 * @throws Error with the reason when API Gateway would respond with its own error
 */
export type MockIntegration = (input: TemplateInput, body: unknown) => MockAnswer;

/**
 * Compiles a MOCK integration. The request template produces `{"statusCode": ...}`. The status code selects an
 * integration response by its key, `$default` or `/regular expression/`. The template of that response produces the
 * body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 *
 * @throws SelectionExpressionError, or an error of Velocity, for an unsupported stack
 */
export function compileMockIntegration(model: MockIntegrationModel): MockIntegration {
  const requestTemplate = compileTemplates(model.requestTemplates, model.templateSelectionExpression);
  const responses = model.responses.map((response) => ({
    matches: compileResponseKey(response.integrationResponseKey),
    isDefault: response.integrationResponseKey === defaultKey,
    template: compileTemplates(response.responseTemplates, response.templateSelectionExpression),
    model: response,
  }));
  return (input, body) => {
    // Without a template the payload is used unchanged, so it must contain the status code itself.
    const rendered = requestTemplate({ body })?.(input) ?? input.body;
    const statusCode = readStatusCode(model, rendered);
    const response =
      responses.find(({ matches }) => matches(String(statusCode))) ??
      responses.find(({ isDefault }) => isDefault);
    if (response === undefined) {
      throw new Error(`${model.address} has no integration response for status code ${statusCode}`);
    }
    return { statusCode, body: response.template({ body, statusCode })?.(input) };
  };
}

const defaultKey = "$default";

/**
 * Selects a template, or returns `undefined` if there is none. Uses `$default` if there is no expression, or if no
 * template has the selected key.
 */
function compileTemplates(
  templates: Readonly<Record<string, string>>,
  expression: string | undefined,
): (input: SelectionInput) => MappingTemplate | undefined {
  const compiled = new Map(
    Object.entries(templates).map(([key, text]) => [key, compileMappingTemplate(text)]),
  );
  const select = expression === undefined ? () => undefined : compileSelectionExpression(expression);
  return (input) => compiled.get(select(input) ?? defaultKey) ?? compiled.get(defaultKey);
}

function compileResponseKey(
  key: IntegrationResponseModel["integrationResponseKey"],
): (statusCode: string) => boolean {
  const pattern = /^\/(.*)\/$/s.exec(key)?.[1];
  if (pattern === undefined) {
    return (statusCode) => statusCode === key;
  }
  const expression = new RegExp(`^(?:${pattern})$`);
  return (statusCode) => expression.test(statusCode);
}

function readStatusCode({ address }: MockIntegrationModel, rendered: string): number {
  const answer = tryParse(rendered);
  if (answer === undefined) {
    throw new Error(`the request template of ${address} did not produce JSON`);
  }
  const statusCode = isObject(answer) ? answer.statusCode : undefined;
  if (typeof statusCode !== "number" || !Number.isInteger(statusCode)) {
    throw new Error(`the request template of ${address} did not produce a whole number as statusCode`);
  }
  return statusCode;
}
