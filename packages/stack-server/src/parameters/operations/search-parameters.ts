import type { StoredParameter } from "../parameter-store";
import { describeMetadata, describeParameter, readableValue } from "./describe-parameter";
import { answer, missing, type Operation, type OperationInput, refusal } from "./operation";

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html */
export const getParameterHistory: Operation = (store, input) => {
  if (typeof input.Name !== "string") {
    return missing("name");
  }
  const versions = store.history(input.Name);
  if (versions.length === 0) {
    return refusal("ParameterNotFound");
  }
  const { page, nextToken } = pageOf(versions, input, 50);
  const parameters = page.map((version) => ({
    ...describeMetadata(version),
    Value: readableValue(version, input.WithDecryption === true),
    Labels: [],
  }));
  return answer({ Parameters: parameters, ...nextToken });
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath: Operation = (store, input) => {
  if (typeof input.Path !== "string") {
    return missing("path");
  }
  const folder = `${input.Path.replace(/\/$/, "")}/`;
  const found = store
    .all()
    .filter(({ name }) => name.startsWith(folder))
    .filter(({ name }) => input.Recursive === true || !name.slice(folder.length).includes("/"));
  const { page, nextToken } = pageOf(found, input, 10);
  const parameters = page.map((parameter) =>
    describeParameter(parameter, parameter.name, input.WithDecryption === true),
  );
  return answer({ Parameters: parameters, ...nextToken });
};

/**
 * Only the filter `Name` is served.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
export const describeParameters: Operation = (store, input) => {
  const filters = Array.isArray(input.ParameterFilters) ? (input.ParameterFilters as OperationInput[]) : [];
  if (filters.some(({ Key }) => Key !== "Name")) {
    return refusal("InvalidFilterKey", "The local run serves the filter Name only.");
  }
  const found = store.all().filter((parameter) => filters.every((filter) => passes(parameter, filter)));
  const { page, nextToken } = pageOf(found, input, 50);
  return answer({ Parameters: page.map(describeMetadata), ...nextToken });
};

function passes({ name }: StoredParameter, filter: OperationInput): boolean {
  const values = Array.isArray(filter.Values) ? filter.Values.map(String) : [];
  return values.some((value) => {
    switch (filter.Option) {
      case "BeginsWith":
        return name.startsWith(value);
      case "Contains":
        return name.includes(value);
      default:
        return name === value;
    }
  });
}

/** The next token is the number of those that were given already. */
function pageOf<Item>(all: readonly Item[], input: OperationInput, standard: number) {
  const from = Number(input.NextToken ?? 0);
  const to = from + Number(input.MaxResults ?? standard);
  return { page: all.slice(from, to), nextToken: to < all.length ? { NextToken: String(to) } : {} };
}
