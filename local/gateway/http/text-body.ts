/**
 * Tells whether a body travels as text, by its content type; all else is encoded in base64.
 * Text types and JSON are documented; that form data and bodies without a type are encoded was observed.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function isTextBody(contentType: string | undefined): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || TEXT_TYPES.has(type) || type.endsWith("+json") || type.endsWith("+xml");
}

const TEXT_TYPES = new Set(["application/json", "application/javascript", "application/xml"]);
