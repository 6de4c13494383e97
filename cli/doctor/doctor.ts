import { readSettings, readVariables, type Settings } from "../../settings/settings";
import type { CloudStackName } from "../../settings/stack-id";
import { stackNames } from "../../settings/variables";
import type { Stage } from "../../stacks/stage-props";
import { findCaller } from "../account";
import { type CommandResult, UsageError } from "../command";
import { cloudStackNames, tryCloudStackNamed } from "../stack-named";
import { stageNamed } from "../stage-argument";
import { accountChecks } from "./account-checks";
import { botChecks } from "./bot-checks";
import { type Check, once, type Row, runChecks, skipped } from "./check";
import { cloudflareChecks } from "./cloudflare-checks";
import { githubCheck } from "./github-check";
import { logCheck } from "./log-check";
import { localRunChecks, programChecks } from "./machine-checks";
import { quotaChecks } from "./quota-checks";
import { rightsCheck } from "./rights-checks";
import { secretChecks } from "./secret-checks";
import { stateChecks } from "./state-checks";

/** The stacks that a person chose. */
interface Scope {
  /** Whether a person asked for the local run alone. */
  readonly local: boolean;
  /** Whether a person named a stack. */
  readonly isNamed: boolean;
  readonly stacks: readonly CloudStackName[];
}

/**
 * Checks this machine, the account and the stages.
 * @throws UsageError if there is no such stack
 */
export async function runDoctor(
  stackName: string | undefined,
  stageName: string | undefined,
): Promise<CommandResult> {
  const scope = scopeOf(stackName);
  if (stageName !== undefined && !scope.stacks.includes("kite")) {
    throw new UsageError(
      `<stage>: expected no stage, because only the stack kite has stages, received "${stageName}".`,
    );
  }
  const rows = await runChecks([...programChecks(), ...checksOf(scope, stageName)], isEmulated());
  exitAfterLateChecks();
  const failed = rows.filter(({ status }) => status === "fail").length;
  return {
    json: rows,
    text: textOf(rows),
    ...(failed > 0 && { failure: `${failed} of ${rows.length} lines failed.` }),
  };
}

function scopeOf(name: string | undefined): Scope {
  if (name === undefined || name === "local") {
    return {
      local: name === "local",
      isNamed: name !== undefined,
      stacks: name === undefined ? cloudStackNames : [],
    };
  }
  // An ID is compared with the settings, which may be wrong.
  const stack = cloudStackNames.find((known) => known === name) ?? tryCloudStackNamed(name);
  if (stack === undefined) {
    throw new UsageError(`<stack>: expected one of ${stackNames.join(", ")}, received "${name}".`);
  }
  return { local: false, isNamed: true, stacks: [stack] };
}

function checksOf({ local, isNamed, stacks }: Scope, stageName: string | undefined): readonly Check[] {
  let settings: Settings;
  try {
    settings = readSettings();
  } catch (error) {
    // Nothing else can be checked, because the settings name the account, the region and the stages.
    return [
      {
        name: "Settings",
        fix: "cp .env.example.txt .env, and set the account in deployments/kite.json",
        run: () => {
          throw error;
        },
      },
      { name: "Account and stages", needs: ["Settings"], fix: "", run: () => skipped("") },
    ];
  }
  const stages = stageName === undefined ? settings.deployment.stages : [stageNamed(settings, stageName)];
  return [
    ...(local || !isNamed ? localRunChecks(settings.variables, local) : []),
    ...(stacks.length > 0 ? cloudChecks(settings, stacks, stages, isNamed) : []),
  ];
}

function cloudChecks(
  settings: Settings,
  stacks: readonly CloudStackName[],
  stages: readonly Stage[],
  isNamed: boolean,
): readonly Check[] {
  const caller = once(() => findCaller(settings));
  const hasKite = stacks.includes("kite");
  // A secret of a stage is read by the stack kite, or by a build of kite-build.
  const places = stacks.some((stack) => stack !== "kite-state")
    ? ([...stages.map(({ name }) => name), "app"] as const)
    : [];
  return [
    ...accountChecks(settings, caller),
    // A synthesis takes seconds, so only the stack in question is synthesized.
    rightsCheck(settings, isNamed ? (stacks[0] ?? "kite") : "kite", caller),
    ...stateChecks(settings, stacks),
    ...secretChecks(settings, stacks, places),
    ...(stacks.includes("kite-build") ? [githubCheck(settings)] : []),
    ...(hasKite ? cloudflareChecks(settings) : []),
    ...quotaChecks(settings, stacks),
    ...(hasKite ? stages.map((stage) => logCheck(settings, stage)) : []),
    ...(hasKite ? stages.flatMap((stage) => botChecks(settings, stage)) : []),
  ];
}

function isEmulated(): boolean {
  try {
    return readVariables().AWS_ENDPOINT_URL !== undefined;
  } catch {
    return false;
  }
}

function textOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const indent = " ".repeat("skipped".length + width + 4);
  return rows
    .map(({ check, status, text, fix }) => {
      const line = `${status.padEnd("skipped".length)}  ${check.padEnd(width)}  ${text}`;
      return fix === undefined ? line : `${line}\n${indent}To fix it: ${fix}`;
    })
    .join("\n");
}

/** Time to print the result. */
const printMilliseconds = 1_000;

/** Ends the process soon, because a request that missed its deadline may still be open. Otherwise it ends by itself. */
function exitAfterLateChecks(): void {
  setTimeout(() => process.exit(), printMilliseconds).unref();
}
