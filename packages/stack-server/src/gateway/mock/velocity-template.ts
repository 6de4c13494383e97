import { Compile, parse } from "velocityjs";
import { compileJsonPath } from "../json-path";

/** Variables of a mapping template. */
export interface TemplateInput {
  /** `$context`. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** `$input.body`: the payload as text. */
  readonly body: string;
}

/** A compiled mapping template. @throws the error of Velocity or JSON for an invalid template or payload */
export type MappingTemplate = (input: TemplateInput) => string;

/**
 * Compiles a mapping template in Velocity with the variables of API Gateway: `$context`, `$stageVariables`,
 * `$input.body`, `$input.json(path)`, `$input.path(path)` and `$util`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export function compileMappingTemplate(template: string): MappingTemplate {
  if (!/[$#]/.test(template)) {
    return () => template;
  }
  const syntax = parse(template);
  return ({ context, stageVariables, body }) => {
    const path = (expression: string) => compileJsonPath(expression)(JSON.parse(body));
    const json = (expression: string) => JSON.stringify(path(expression)) ?? "";
    const variables = { context, stageVariables, input: { body, path, json }, util: utilities };
    return new Compile(syntax).render(variables, undefined, silent);
  };
}

/**
 * A reference without a value renders as an empty string, not as the reference's text (observed):
 * https://github.com/toqoz/api-gateway-mapping-template/issues/5
 */
const silent = true;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference */
const utilities = {
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replaceAll("'", "\\'"),
  parseJson: (text: string) => JSON.parse(text) as unknown,
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll("%20", "+"),
  urlDecode: (text: string) => decodeURIComponent(text.replaceAll("+", " ")),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString("base64"),
  base64Decode: (text: string) => Buffer.from(text, "base64").toString(),
};
