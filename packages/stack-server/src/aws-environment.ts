import { resolveIntegrationTarget } from "./gateway/integration-target";
import type { FunctionModel, StackModel } from "./stack/model";
import { parseFunctionReference } from "./stack/served/function-names";

/** Dummy credentials. The buckets reject any others. */
export const localCredentials = { accessKeyId: "local", secretAccessKey: "local" };

/** Endpoints of the local services. */
export interface LocalEndpoints {
  readonly dynamodb: string;
  /** Endpoint of SQS and SSM. */
  readonly services: string;
  readonly buckets: string;
}

/** Returns environment variables that direct a function's AWS SDK to the local services. */
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

/** Returns the functions of a stack, each with the endpoint of its stage's management API in its environment. */
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
 * Finds, for each function, the WebSocket stage whose `@connections` it calls. On AWS a function can call several
 * stages; here the AWS SDK reads the endpoint from one environment variable.
 *
 * In a stack with one WebSocket stage, every function gets that stage. With several stages, a function gets the stage
 * whose routes lead to it. A function with no such stage, or with several, gets no endpoint.
 *
 * @returns the stage's name by the function's name
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
