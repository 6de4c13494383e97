import type { JsonObject } from "../json";
import { type JsonService, ServiceError } from "../json-service";
import { type Operation, requiredText } from "./operation";
import type { ParameterStore, ParameterType } from "./parameter-store";
import {
  describeParameters,
  getParameter,
  getParameterHistory,
  getParameters,
  getParametersByPath,
} from "./read-operations";

/** Creates a service for SSM parameters with the protocol AWS JSON 1.1. */
export function ssmService(store: ParameterStore): JsonService {
  return {
    targetPrefix: "AmazonSSM",
    contentType: "application/x-amz-json-1.1",
    call: async (action, input) => {
      const operation = operations.get(action);
      if (operation === undefined) {
        throw new ServiceError("UnknownOperationException", `The SSM operation ${action} is not supported.`);
      }
      return operation(store, input);
    },
  };
}

const operations: ReadonlyMap<string, Operation> = new Map([
  ["DeleteParameter", deleteParameter],
  ["DescribeParameters", describeParameters],
  ["GetParameter", getParameter],
  ["GetParameterHistory", getParameterHistory],
  ["GetParameters", getParameters],
  ["GetParametersByPath", getParametersByPath],
  ["PutParameter", putParameter],
]);

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
function putParameter(store: ParameterStore, input: JsonObject): JsonObject {
  const name = requiredText(input, "Name");
  const value = requiredText(input, "Value");
  if (!parameterNamePattern.test(name)) {
    throw new ServiceError("ValidationException", "Parameter name: expected only letters, digits and .-_/");
  }
  const existing = store.find(name);
  if (existing !== undefined && input.Overwrite !== true) {
    throw new ServiceError(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite it, set Overwrite.",
    );
  }
  const type = types.find((known) => known === (input.Type ?? existing?.type));
  if (type === undefined) {
    throw new ServiceError(
      "ValidationException",
      "A parameter type is required when you create a parameter.",
    );
  }
  return { Version: store.put(name, value, type).version, Tier: "Standard" };
}

const types: readonly ParameterType[] = ["String", "StringList", "SecureString"];

/**
 * Allowed names, with letters, digits and `.-_/`:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
 */
const parameterNamePattern = /^[A-Za-z0-9_.\-/]{1,1011}$/;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
function deleteParameter(store: ParameterStore, input: JsonObject): JsonObject {
  if (!store.delete(requiredText(input, "Name"))) {
    throw new ServiceError("ParameterNotFound");
  }
  return {};
}
