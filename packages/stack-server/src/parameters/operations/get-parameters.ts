import type { ParameterStore, StoredParameter } from "../parameter-store";
import { describeParameter } from "./describe-parameter";
import { answer, missing, type Operation, refusal } from "./operation";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MOST_NAMES = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter: Operation = (store, input) => {
  if (typeof input.Name !== "string") {
    return missing("name");
  }
  const found = find(store, input.Name);
  if (found !== undefined) {
    return answer({ Parameter: describeParameter(found, input.Name, input.WithDecryption === true) });
  }
  const [name] = splitSelector(input.Name);
  return refusal(store.find(name) === undefined ? "ParameterNotFound" : "ParameterVersionNotFound");
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters: Operation = (store, input) => {
  const names = Array.isArray(input.Names) ? input.Names.map(String) : [];
  if (names.length === 0 || names.length > MOST_NAMES) {
    return refusal(
      "ValidationException",
      `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and ${MOST_NAMES}`,
    );
  }
  const found = names.map((name) => ({ name, parameter: find(store, name) }));
  return answer({
    Parameters: found.flatMap(({ name, parameter }) =>
      parameter === undefined ? [] : [describeParameter(parameter, name, input.WithDecryption === true)],
    ),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  });
};

function find(store: ParameterStore, nameWithSelector: string): StoredParameter | undefined {
  const [name, version] = splitSelector(nameWithSelector);
  return version === undefined
    ? store.find(name)
    : store.history(name).find((parameter) => parameter.version === version);
}

/** A name may carry a version: `name:3`. */
function splitSelector(nameWithSelector: string): [name: string, version: number | undefined] {
  const [, name = nameWithSelector, version] = /^(.+):(\d+)$/.exec(nameWithSelector) ?? [];
  return [name, version === undefined ? undefined : Number(version)];
}
