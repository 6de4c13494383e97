import { isObject, tryParse } from "../../json";
import type { IntegrationResponseModel, MockIntegrationModel } from "../../stack/model";
import { compileSelectionExpression, type SelectionInput } from "../selection-expression";
import { compileMappingTemplate, type MappingTemplate, type TemplateInput } from "./velocity-template";

/** What a MOCK integration answers. */
export interface MockAnswer {
  readonly statusCode: number;
  /** `undefined`: no template made one. */
  readonly body: string | undefined;
}

/** A compiled MOCK integration. @throws Error with the reason when API Gateway would answer with an error of its own. */
export type MockIntegration = (input: TemplateInput, body: unknown) => MockAnswer;

/**
 * Compiles a MOCK integration: the request template gives `{"statusCode": ...}`, the code picks an integration
 * response (its key is `$default` or `/regular expression/`), whose template gives the answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 *
 * @throws SelectionExpressionError, or what Velocity throws, for a stack that is not served.
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
    // Without a template the payload passes through unchanged, and has to hold the status code itself.
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

/** Chooses a template; `undefined` when there is none. Without an expression, or when none has its key: `$default`. */
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
    throw new Error(`the request template of ${address} gave no JSON`);
  }
  const statusCode = isObject(answer) ? answer.statusCode : undefined;
  if (typeof statusCode !== "number" || !Number.isInteger(statusCode)) {
    throw new Error(`the request template of ${address} gave no whole number as statusCode`);
  }
  return statusCode;
}
