/** Errors in the program. They occur again in every attempt. */
const programErrors: ReadonlySet<string> = new Set(["RangeError", "ReferenceError", "TypeError", "URIError"]);

/** DynamoDB's errors for a request that it never accepts, such as a row that is too large. */
const requestErrors: ReadonlySet<string> = new Set(["SerializationException", "ValidationException"]);

/**
 * Returns whether a retry cannot fix an error, because the program or the request is wrong. A retry may fix a malformed
 * response, which the AWS SDK reports as an error of the program with the property `$response`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isLastingFault(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  return requestErrors.has(error.name) || (programErrors.has(error.name) && !("$response" in error));
}
