import { createHash } from "node:crypto";
import { partitionOf } from "../../plan/partition";
import type { StoredParameter } from "../parameter-store";

/** No region of AWS: one store serves a run, whatever region a client names. */
const REGION = "local";

/**
 * A parameter as `GetParameter` gives it.
 * @param asked the name that was asked for, with the version if one was
 */
export function describeParameter(parameter: StoredParameter, asked: string, withDecryption: boolean) {
  const selector = asked.slice(parameter.name.length);
  return {
    ...describeMetadata(parameter),
    Value: readableValue(parameter, withDecryption),
    ...(selector !== "" && { Selector: selector }),
  };
}

/** A parameter without its value. */
export function describeMetadata(parameter: StoredParameter) {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Version: parameter.version,
    LastModifiedDate: parameter.lastModified / 1000,
    ARN: `arn:${partitionOf(REGION).id}:ssm:${REGION}:000000000000:parameter/${parameter.name.replace(/^\//, "")}`,
    DataType: "text",
  };
}

/** Without `WithDecryption` AWS gives the ciphertext of a SecureString; here stands something as useless. */
export function readableValue(
  { name, version, type, value }: StoredParameter,
  withDecryption: boolean,
): string {
  return withDecryption || type !== "SecureString"
    ? value
    : createHash("sha512").update(`${name}:${version}`).digest("base64");
}
