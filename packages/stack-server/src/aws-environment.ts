import { resolveIntegrationTarget } from "./gateway/integration-target";
import type { FunctionModel, StackModel } from "./stack/model";
import { parseFunctionReference } from "./stack/served/function-names";

/** Dummies; the buckets refuse any other. */
export const localCredentials = { accessKeyId: "local", secretAccessKey: "local" };

/** Where the local services are. */
export interface LocalEndpoints {
  readonly dynamodb: string;
  /** Of SQS and SSM. */
  readonly services: string;
  readonly buckets: string;
}

/** Points the AWS SDK of every function at the local services. */
export function awsEnvironment(region: string, endpoints: LocalEndpoints): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.buckets,
    AWS_ENDPOINT_URL_SQS: endpoints.services,
    AWS_ENDPOINT_URL_SSM: endpoints.services,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/** The functions of a stack, each told of the management API of its stage. */
export function withManagementEndpoints(stack: StackModel, gateway: string): FunctionModel[] {
  const stages = managementStages(stack);
  return stack.functions.map((model) => {
    const stage = stages.get(model.functionName);
    const endpoint =
      stage === undefined ? {} : { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${gateway}/${stage}` };
    return { ...model, environment: { ...model.environment, ...endpoint } };
  });
}

/**
 * Finds, for each function, the WebSocket stage whose `@connections` it would call. On AWS a function is told by its
 * environment; here the AWS SDK takes a variable that can name one endpoint only.
 *
 * A stack with one WebSocket stage has no choice. With more, a function belongs to the stage whose routes lead to it;
 * one that belongs to none or to several gets no endpoint.
 *
 * @returns Function's name to stage's name.
 */
export function managementStages({
  webSocketApis,
  functions,
}: Pick<StackModel, "webSocketApis" | "functions">): ReadonlyMap<string, string> {
  const stages = webSocketApis.flatMap((api) => api.stages.map((stage) => ({ api, stage })));
  const [only] = stages;
  if (only !== undefined && stages.length === 1) {
    return new Map(functions.map(({ functionName }) => [functionName, only.stage.name]));
  }
  const found = new Map<string, string>();
  for (const { functionName } of functions) {
    const own = stages.filter(({ api, stage }) =>
      api.routes.some(({ integration }) => {
        const target =
          integration.type === "AWS_PROXY" ? resolveIntegrationTarget(integration, stage) : undefined;
        return (
          target?.ok === true && parseFunctionReference(target.functionName).functionName === functionName
        );
      }),
    );
    if (own[0] !== undefined && own.length === 1) {
      found.set(functionName, own[0].stage.name);
    }
  }
  return found;
}
