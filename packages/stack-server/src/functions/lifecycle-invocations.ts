import type { InvocationModel } from "../stack/model";
import type { FunctionRuntime } from "./runtime";

/**
 * Runs the `aws_lambda_invocation`s as the provider does at the first apply: all of them, in the order of the stack.
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

/**
 * Runs those that differ in another stack as the provider does at the next apply: new ones, and of those that were
 * there the ones whose input changed (with scope CRUD as an update). Those that are no more are run as at destroy.
 *
 * @throws LifecycleInvocationError at the first that fails.
 */
export async function invokeAtUpdate(
  before: readonly InvocationModel[],
  after: readonly InvocationModel[],
  functions: Pick<FunctionRuntime, "invoke">,
): Promise<void> {
  const previous = new Map(before.map((invocation) => [invocation.address, invocation]));
  await invokeAtDestroy(
    before.filter(({ address }) => !after.some((invocation) => invocation.address === address)),
    functions,
  );
  for (const invocation of after) {
    const old = previous.get(invocation.address);
    if (old === undefined || old.functionName !== invocation.functionName) {
      await run(invocation, "create", functions);
    } else if (old.input !== invocation.input) {
      await run(invocation, "update", functions, old.input);
    }
  }
}

/** A function failed in an `aws_lambda_invocation` at create, update or destroy. */
export class LifecycleInvocationError extends Error {
  override readonly name = "LifecycleInvocationError";
}

type Action = "create" | "update" | "delete";

async function run(
  invocation: InvocationModel,
  action: Action,
  functions: Pick<FunctionRuntime, "invoke">,
  previousInput = invocation.input,
): Promise<void> {
  const { address, functionName, qualifier } = invocation;
  const result = await functions.invoke(
    `${functionName}:${qualifier}`,
    lifecycleEvent(invocation, action, previousInput),
  );
  if (!result.ok) {
    throw new LifecycleInvocationError(
      `${address} (${action}) failed: function ${functionName} gave ${result.errorType}: ${result.errorMessage}. Its log says more.`,
    );
  }
}

/**
 * With scope CRUD the provider adds the action and the input that went before: none at create, the
 * same at delete.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation#crud-lifecycle-scope
 */
function lifecycleEvent(
  { input, lifecycleScope, terraformKey }: InvocationModel,
  action: Action,
  previousInput: string,
): unknown {
  const event: unknown = JSON.parse(input);
  if (lifecycleScope !== "CRUD") {
    return event;
  }
  const previous: unknown = action === "create" ? null : JSON.parse(previousInput);
  return { ...(event as object), [terraformKey]: { action, prev_input: previous } };
}
