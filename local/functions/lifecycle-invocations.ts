import type { InvocationModel } from "../plan/model";
import type { FunctionRuntime } from "./runtime";

/**
 * Runs the `aws_lambda_invocation`s as the provider does at the first apply: all of them, in the order of the plan.
 *
 * @throws LifecycleInvocationError at the first that fails.
 */
export async function invokeAtCreate(
  invocations: readonly InvocationModel[],
  functions: Pick<FunctionRuntime, "invoke">,
): Promise<void> {
  for (const invocation of invocations) {
    await run(invocation, "create", functions);
  }
}

/**
 * Runs those of lifecycle scope CRUD as the provider does at destroy, in reverse order.
 *
 * @throws LifecycleInvocationError at the first that fails.
 */
export async function invokeAtDestroy(
  invocations: readonly InvocationModel[],
  functions: Pick<FunctionRuntime, "invoke">,
): Promise<void> {
  for (const invocation of invocations.filter(({ lifecycleScope }) => lifecycleScope === "CRUD").reverse()) {
    await run(invocation, "delete", functions);
  }
}

/** A function that failed at create or destroy. */
export class LifecycleInvocationError extends Error {
  override readonly name = "LifecycleInvocationError";
}

async function run(
  invocation: InvocationModel,
  action: "create" | "delete",
  functions: Pick<FunctionRuntime, "invoke">,
): Promise<void> {
  const { address, functionName, qualifier } = invocation;
  const result = await functions.invoke(`${functionName}:${qualifier}`, lifecycleEvent(invocation, action));
  if (!result.ok) {
    throw new LifecycleInvocationError(
      `${address} (${action}) failed: function ${functionName} gave ${result.errorType}: ${result.errorMessage}. Its log says more.`,
    );
  }
}

/**
 * With scope CRUD the provider adds the action and the input that went before: none at create, the same at delete.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation#crud-lifecycle-scope
 */
function lifecycleEvent(
  { input, lifecycleScope, terraformKey }: InvocationModel,
  action: "create" | "delete",
): unknown {
  const event: unknown = JSON.parse(input);
  if (lifecycleScope !== "CRUD") {
    return event;
  }
  return { ...(event as object), [terraformKey]: { action, prev_input: action === "create" ? null : event } };
}
