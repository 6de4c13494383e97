import { createHash } from "node:crypto";
import type { JsonService } from "../service-answer";
import type { ParameterStore, StoredParameter } from "./parameter-store";

/** The parameter part of SSM in AWS JSON 1.1. */
export function ssmService(store: ParameterStore): JsonService {
  return {
    targetPrefix: "AmazonSSM",
    contentType: "application/x-amz-json-1.1",
    call: async (action, input) => {
      const act = actions.get(action);
      if (act === undefined) {
        return refusal(
          "UnknownOperationException",
          `The local run does not serve the operation ${action} of SSM.`,
        );
      }
      return act(store, input);
    },
  };
}

type Input = Readonly<Record<string, unknown>>;
type Answer = Awaited<ReturnType<JsonService["call"]>>;

const actions: ReadonlyMap<string, (store: ParameterStore, input: Input) => Answer> = new Map([
  ["GetParameter", getParameter],
  ["GetParameters", getParameters],
]);

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MOST_NAMES = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
function getParameter(store: ParameterStore, input: Input): Answer {
  if (typeof input.Name !== "string") {
    return refusal(
      "ValidationException",
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
  }
  const found = find(store, input.Name);
  if (found === undefined) {
    return refusal("ParameterNotFound", undefined);
  }
  return {
    status: 200,
    headers: {},
    body: { Parameter: describe(found, input.Name, input.WithDecryption === true) },
  };
}

function getParameters(store: ParameterStore, input: Input): Answer {
  const names = Array.isArray(input.Names) ? input.Names.map(String) : [];
  if (names.length === 0 || names.length > MOST_NAMES) {
    return refusal(
      "ValidationException",
      `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length between 1 and ${MOST_NAMES}`,
    );
  }
  const found = names.map((name) => ({ name, parameter: find(store, name) }));
  const body = {
    Parameters: found.flatMap(({ name, parameter }) =>
      parameter === undefined ? [] : [describe(parameter, name, input.WithDecryption === true)],
    ),
    InvalidParameters: found.filter(({ parameter }) => parameter === undefined).map(({ name }) => name),
  };
  return { status: 200, headers: {}, body };
}

/** A name may carry a version: `name:3`. Only the newest is kept. */
function find(store: ParameterStore, nameWithSelector: string): StoredParameter | undefined {
  const [, name = nameWithSelector, version] = /^(.+):(\d+)$/.exec(nameWithSelector) ?? [];
  const found = store.find(name);
  return version === undefined || found?.version === Number(version) ? found : undefined;
}

function describe(parameter: StoredParameter, asked: string, withDecryption: boolean) {
  const selector = asked.slice(parameter.name.length);
  return {
    Name: parameter.name,
    Type: "SecureString",
    Value: withDecryption ? parameter.value : encrypted(parameter),
    Version: parameter.version,
    ...(selector !== "" && { Selector: selector }),
    LastModifiedDate: parameter.lastModified / 1000,
    ARN: `arn:aws:ssm:local:000000000000:parameter/${parameter.name.replace(/^\//, "")}`,
    DataType: "text",
  };
}

/** Without `WithDecryption` AWS gives the ciphertext; here stands something as useless. */
function encrypted({ name, version }: StoredParameter): string {
  return createHash("sha512").update(`${name}:${version}`).digest("base64");
}

function refusal(type: string, message: string | undefined): Answer {
  return { status: 400, headers: {}, body: { __type: type, ...(message !== undefined && { message }) } };
}
