import type { ParameterType } from "../parameter-store";
import { answer, missing, type Operation, refusal } from "./operation";

const TYPES: ReadonlySet<unknown> = new Set<ParameterType>(["String", "StringList", "SecureString"]);

/** Letters, digits and `.-_/`: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html */
const NAME = /^[A-Za-z0-9_.\-/]{1,1011}$/;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
export const putParameter: Operation = (store, input) => {
  const { Name: name, Value: value, Type: type } = input;
  if (typeof name !== "string") {
    return missing("name");
  }
  if (typeof value !== "string" || value === "") {
    return missing("value");
  }
  if (!NAME.test(name)) {
    return refusal("ValidationException", "Parameter name: can't be used; letters, digits and .-_/ only.");
  }
  const existing = store.find(name);
  if (existing !== undefined && input.Overwrite !== true) {
    return refusal("ParameterAlreadyExists", "The parameter already exists. To overwrite it, set Overwrite.");
  }
  const wanted = type ?? existing?.type;
  if (!isType(wanted)) {
    return refusal("ValidationException", "A parameter type is required when you create a parameter.");
  }
  return answer({ Version: store.put(name, value, wanted).version, Tier: "Standard" });
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export const deleteParameter: Operation = (store, input) => {
  if (typeof input.Name !== "string") {
    return missing("name");
  }
  return store.delete(input.Name) ? answer({}) : refusal("ParameterNotFound");
};

function isType(value: unknown): value is ParameterType {
  return TYPES.has(value);
}
