import type { InvocationModel } from "../stack/model";
import type { FunctionRuntime } from "./runtime";

/**
 * Runs every `aws_lambda_invocation` as the provider does at the first apply, in the order of the stack.
 *
 * @throws LifecycleInvocationError at the first failure
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
 * Runs every `aws_lambda_invocation` with lifecycle scope CRUD in reverse order, as the provider does at destroy.
 *
 * @throws LifecycleInvocationError at the first failure
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
 * Runs every new or changed `aws_lambda_invocation`, as the provider does at the next apply. With scope CRUD, the
 * action of a changed input is `update`. Runs removed invocations as at destroy.
 *
 * @throws LifecycleInvocationError at the first failure
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
      `${address} (${action}) failed: function ${functionName} returned ${result.errorType}: ${result.errorMessage}. See the function's log.`,
    );
  }
}

/**
 * Returns the event. With scope CRUD the provider adds the action and the previous input. There is no previous input at
 * create. At delete, the previous input is equal to the input.
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
