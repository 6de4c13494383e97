import type { FunctionModel } from "../stack/model";

/**
 * Returns the environment of a function: the declared variables, those that the server overrides, and those that
 * Lambda sets itself.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(
  model: FunctionModel,
  overlay: Readonly<Record<string, string>>,
  runtime: { readonly taskRoot: string; readonly logStreamName: string },
): Record<string, string> {
  const region = model.arn.split(":")[3] ?? "";
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: process.env.PATH ?? "",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...model.environment,
    ...overlay,
    _HANDLER: model.handler,
    AWS_EXECUTION_ENV: `AWS_Lambda_${model.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: model.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memorySizeMb),
    AWS_LAMBDA_FUNCTION_VERSION: model.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(model),
    AWS_LAMBDA_LOG_STREAM_NAME: runtime.logStreamName,
    LAMBDA_TASK_ROOT: runtime.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
  };
}

/** Returns `/aws/lambda/<functionName>`, the default log group of a function. */
export function logGroupName(model: Pick<FunctionModel, "functionName">): string {
  return `/aws/lambda/${model.functionName}`;
}
