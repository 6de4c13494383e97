import { createHash } from "node:crypto";
import { type JsonObject, objectsOf } from "../json";
import { ServiceError } from "../json-service";
import { partitionOf } from "../stack/partition";
import { type Operation, requiredText } from "./operation";
import type { ParameterStore, StoredParameter } from "./parameter-store";

/** Limit of GetParameters: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const mostNames = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter: Operation = (store, input) => {
  const asked = requiredText(input, "Name");
  const found = find(store, asked);
  if (found !== undefined) {
    return { Parameter: describeParameter(found, input, asked) };
  }
  const [name] = splitSelector(asked);
  throw new ServiceError(store.find(name) === undefined ? "ParameterNotFound" : "ParameterVersionNotFound");
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters: Operation = (store, input) => {
  const names = Array.isArray(input.Names) ? input.Names.map(String) : [];
  if (names.length === 0 || names.length > mostNames) {
    throw new ServiceError(
      "ValidationException",
      `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and ${mostNames}`,
    );
  }
  const found = names.map((name) => ({ name, parameter: find(store, name) }));
  return {
    Parameters: found.flatMap(({ name, parameter }) =>
      parameter === undefined ? [] : [describeParameter(parameter, input, name)],
    ),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  };
};

function find(store: ParameterStore, nameWithSelector: string): StoredParameter | undefined {
  const [name, version] = splitSelector(nameWithSelector);
  return version === undefined
    ? store.find(name)
    : store.history(name).find((parameter) => parameter.version === version);
}

/** Splits a name from its version: `name:3`. */
function splitSelector(nameWithSelector: string): [name: string, version: number | undefined] {
  const [, name = nameWithSelector, version] = /^(.+):(\d+)$/.exec(nameWithSelector) ?? [];
  return [name, version === undefined ? undefined : Number(version)];
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html */
export const getParameterHistory: Operation = (store, input) => {
  const versions = store.history(requiredText(input, "Name"));
  if (versions.length === 0) {
    throw new ServiceError("ParameterNotFound");
  }
  return pageOf(versions, input, 50, (version) => ({ ...describeParameter(version, input), Labels: [] }));
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath: Operation = (store, input) => {
  const folder = `${requiredText(input, "Path").replace(/\/$/, "")}/`;
  const found = store
    .all()
    .filter(({ name }) => name.startsWith(folder))
    .filter(({ name }) => input.Recursive === true || !name.slice(folder.length).includes("/"));
  return pageOf(found, input, 10, (parameter) => describeParameter(parameter, input));
};

/**
 * Supports only the filter `Name`.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
 */
export const describeParameters: Operation = (store, input) => {
  const filters = objectsOf(input.ParameterFilters);
  if (filters.some(({ Key }) => Key !== "Name")) {
    throw new ServiceError("InvalidFilterKey", "Only the filter Name is supported.");
  }
  const found = store.all().filter((parameter) => filters.every((filter) => passes(parameter, filter)));
  return pageOf(found, input, 50, describeMetadata);
};

function passes({ name }: StoredParameter, filter: JsonObject): boolean {
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

/** Returns a page of items. The next token is the number of items on the previous pages. */
function pageOf<Item>(
  all: readonly Item[],
  { NextToken = 0, MaxResults }: JsonObject,
  standard: number,
  describe: (item: Item) => JsonObject,
): JsonObject {
  const from = Number(NextToken);
  const to = from + Number(MaxResults ?? standard);
  return {
    Parameters: all.slice(from, to).map(describe),
    ...(to < all.length && { NextToken: String(to) }),
  };
}

/** A placeholder, because one store serves every region. */
const region = "local";

/**
 * Returns a parameter as in the response of GetParameter. Without `WithDecryption`, AWS returns the ciphertext of a
 * SecureString, and this server returns a placeholder.
 *
 * @param asked Name in the request, with its version if there is one.
 */
function describeParameter(parameter: StoredParameter, input: JsonObject, asked = parameter.name) {
  const { name, version, type, value } = parameter;
  const selector = asked.slice(name.length);
  const isReadable = input.WithDecryption === true || type !== "SecureString";
  return {
    ...describeMetadata(parameter),
    Value: isReadable ? value : createHash("sha512").update(`${name}:${version}`).digest("base64"),
    ...(selector !== "" && { Selector: selector }),
  };
}

/** Returns a parameter without its value. */
function describeMetadata(parameter: StoredParameter) {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Version: parameter.version,
    LastModifiedDate: parameter.lastModified / 1000,
    ARN: `arn:${partitionOf(region).id}:ssm:${region}:000000000000:parameter/${parameter.name.replace(/^\//, "")}`,
    DataType: "text",
  };
}
