import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { GetRoleCommand, type IAMClient, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import type { Settings } from "../../settings/settings";
import { type CloudStackName, stackId } from "../../settings/stack-id";
import type { Caller } from "../account";
import { rightsClient } from "../aws-clients";
import { policiesOf } from "../policies/deployer-policies";
import type { PolicyDocument } from "../policies/policy";
import { readSynthesizedStack, type SynthesizedStack } from "../stacks/synthesized-stack";
import { accountCheck } from "./account-checks";
import { type Check, type Finding, fail, isDenied, ok, warn } from "./check";

/** Time for a synthesis, and for one request for each statement of a policy. */
const deadlineSeconds = 90;

/** Requests at the same time. IAM throttles callers that send many. */
const mostRequests = 4;

/** Actions that a line names. */
const mostNamed = 5;

type Statement = PolicyDocument["Statement"][number];

/** Checks that the caller may deploy a stack: with every statement of the policies for its deployer. */
export function rightsCheck(
  settings: Settings,
  stack: CloudStackName,
  caller: () => Promise<Caller>,
  synthesize: typeof synthesizeStack = synthesizeStack,
): Check {
  return {
    name: `Rights for ${stack}`,
    needs: [accountCheck],
    fix: deployerFix(stack),
    deadlineSeconds,
    run: async () => {
      const { arn } = await caller();
      if (/:root$/.test(arn)) {
        return warn("the root user may do everything", "use a role or a user instead of the root user");
      }
      const client = rightsClient(settings);
      const principal = await principalOf(client, arn);
      if (principal === undefined) {
        return warn(
          `AWS simulates the policies of users and roles, not those of ${arn}`,
          "use a role or a user",
        );
      }
      const plan = await synthesize(settings, stack);
      const statements = statementsFor(settings, stack, plan);
      return describe(stack, statements.length, await findMissing(client, principal, statements));
    },
  };
}

function deployerFix(stack: CloudStackName): string {
  return `npx kite deployer-policy, then attach the policies ${stack}-… to your user or role`;
}

function describe(stack: CloudStackName, count: number, missing: readonly MissingAction[]): Finding {
  if (missing.length === 0) {
    return ok(`all ${count} statements of its deployer's policies are allowed`);
  }
  const names = (actions: readonly MissingAction[]) => {
    const some = actions.slice(0, mostNamed).map(({ action, resource }) => `${action} on ${resource}`);
    return [...some, ...(actions.length > mostNamed ? [`${actions.length - mostNamed} more`] : [])].join(
      ", ",
    );
  };
  const sure = missing.filter(({ needsContext }) => !needsContext);
  return sure.length > 0
    ? fail(`denied: ${names(sure)}`, deployerFix(stack))
    : warn(
        `a policy decides by a value that the simulation does not have: ${names(missing)}`,
        deployerFix(stack),
      );
}

/**
 * Returns the ARN of the user or role behind the caller. The ARN of a session lacks the path of its role, which roles of
 * SSO have: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
async function principalOf(client: IAMClient, arn: string): Promise<string | undefined> {
  if (/^arn:[^:]+:iam::\d+:(user|role)\//.test(arn)) {
    return arn;
  }
  const [, start, account, roleName] = /^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (roleName === undefined) {
    return undefined;
  }
  try {
    const { Role } = await client.send(new GetRoleCommand({ RoleName: roleName }));
    return Role?.Arn;
  } catch (error) {
    if (!isDenied(error)) {
      throw error;
    }
    return `${start}:iam::${account}:role/${roleName}`;
  }
}

/** Synthesizes one stack as a deploy does, with `.env` and the sandbox, in another process. */
async function synthesizeStack(settings: Settings, stack: CloudStackName): Promise<SynthesizedStack> {
  using output = new TemporaryFolder("doctor");
  const environment = { ...process.env, KITE_STACKS: stack, CDKTF_OUTDIR: output.path };
  const node = promisify(execFile)(process.execPath, ["launcher/launch.cjs", "main.ts"], {
    cwd: repositoryFolder,
    env: environment,
    timeout: deadlineSeconds * 1000,
  });
  await node.catch((error: { readonly stderr?: string }) => {
    throw new UserError(
      `the stack cannot be synthesized: ${error.stderr?.trim() || "no reason was printed"}`,
    );
  });
  return readSynthesizedStack(join(output.path, "stacks", stackId(stack, settings)));
}

function statementsFor(settings: Settings, stack: CloudStackName, plan: SynthesizedStack) {
  const { stacks } = policiesOf(settings.deployment, new Map([[stack, plan]]));
  return [...stacks.values()].flat().flatMap(({ document }) => document.Statement);
}

/** An action that is not allowed on a resource. */
interface MissingAction {
  readonly action: string;
  readonly resource: string;
  /** Whether a condition of the caller's policies asks for a value that was not given. */
  readonly needsContext: boolean;
}

async function findMissing(
  client: IAMClient,
  principal: string,
  statements: readonly Statement[],
): Promise<readonly MissingAction[]> {
  const waiting = [...statements];
  const missing: MissingAction[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      missing.push(...(await simulate(client, principal, next)));
    }
  };
  await Promise.all(Array.from({ length: mostRequests }, work));
  return missing.sort((one, other) => (one.action < other.action ? -1 : 1));
}

async function simulate(
  client: IAMClient,
  principal: string,
  { Action, Resource, Condition = {} }: Statement,
): Promise<readonly MissingAction[]> {
  const missing: MissingAction[] = [];
  const pages = paginateSimulatePrincipalPolicy(
    { client },
    {
      PolicySourceArn: principal,
      ActionNames: [...Action],
      // A pattern stands for many resources. One of them has the same rights.
      ResourceArns: Resource.map((arn) => (arn === "*" ? arn : arn.replaceAll("*", "kite-doctor"))),
      ContextEntries: Object.values(Condition)
        .flatMap(Object.entries)
        .map(([key, value]) => ({
          ContextKeyName: key,
          ContextKeyType: "string",
          ContextKeyValues: [value].flat().slice(0, 1),
        })),
    },
  );
  for await (const { EvaluationResults = [] } of pages) {
    for (const result of EvaluationResults) {
      if (result.EvalDecision !== "allowed") {
        missing.push({
          action: result.EvalActionName ?? "",
          resource: result.EvalResourceName ?? "*",
          needsContext:
            (result.MissingContextValues ?? []).length > 0 && result.EvalDecision === "implicitDeny",
        });
      }
    }
  }
  return missing;
}
