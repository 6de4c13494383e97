import type { JsonObject } from "../json";
import { ServiceError } from "../json-service";
import type { ParameterStore } from "./parameter-store";

/** An operation of SSM. Returns the response. @throws ServiceError */
export type Operation = (store: ParameterStore, input: JsonObject) => JsonObject;

/** Returns a required string. @throws ServiceError when it is missing or empty */
export function requiredText(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") {
    return value;
  }
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw new ServiceError(
    "ValidationException",
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}
