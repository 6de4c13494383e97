import { managementStages } from "./gateway/management-endpoints";
import type { FunctionModel, StackModel } from "./plan/model";

/** Dummies; the buckets refuse any other. */
export const LOCAL_CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

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
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.buckets,
    AWS_ENDPOINT_URL_SQS: endpoints.services,
    AWS_ENDPOINT_URL_SSM: endpoints.services,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}

/** The functions of a plan, each told of the management API of its stage. */
export function withManagementEndpoints(plan: StackModel, gateway: string): FunctionModel[] {
  const stages = managementStages(plan);
  return plan.functions.map((model) => {
    const stage = stages.get(model.functionName);
    const endpoint =
      stage === undefined ? {} : { AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${gateway}/${stage}` };
    return { ...model, environment: { ...model.environment, ...endpoint } };
  });
}
