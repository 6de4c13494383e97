import { join } from "node:path";
import { REPOSITORY, type Settings } from "../../settings/settings";
import { UserError } from "../../settings/user-error";
import { STACK_NAMES } from "../../settings/variables";
import { type CloudStackName, stackId } from "../../stacks/choose-stacks";
import { say } from "../command";
import { readyToDeploy } from "../kite-deployment";
import { placeOf } from "../stage-argument";
import { requireStateStack } from "../state/require-state";
import { stackFolder } from "../synthesize";
import { builtInIgnores } from "./built-in-ignores";
import { classify } from "./classify";
import { readIgnoreList } from "./ignore-list";
import { readPlan } from "./read-plan";
import { type DriftReport, report } from "./report";
import { runCaptured } from "./run-captured";

/**
 * Compares a stack with its state and its declaration. Nothing is changed.
 * @throws UserError why it cannot be done
 */
export async function checkDrift(name: string): Promise<DriftReport> {
  const stack = cloudStackNamed(name);
  const settings = readyToDeploy();
  const ignore = ignoresOf(settings);
  await requireStateStack(settings);
  const id = stackId(stack, settings);
  say(`Deployment ${settings.deployment.name}, stack ${id}: ${placeOf(settings)}. Nothing is changed.`);
  runCaptured(process.execPath, ["--import", "tsx", "main.ts"], { KITE_STACKS: stack });
  return report(stack, classify(readPlan(stackFolder(id))), ignore);
}

/** `local` is one machine's database and nobody deploys it for others. */
function cloudStackNamed(name: string): CloudStackName {
  const known = STACK_NAMES.filter((candidate) => candidate !== "local");
  const stack = known.find((candidate) => candidate === name);
  if (stack === undefined) {
    throw new UserError(`Got the stack "${name}"; wanted one of ${known.join(", ")}.`);
  }
  return stack;
}

function ignoresOf({ deployment }: Settings) {
  const path = join(REPOSITORY, "deployments", `${deployment.name}.drift-ignore.json`);
  const today = new Date().toISOString().slice(0, 10);
  const { entries, expired } = readIgnoreList(path, today);
  const { code } = deployment;
  const codeIsShipped = code.from === "s3" && code.shippedByPipeline;
  return { entries: [...builtInIgnores(codeIsShipped), ...entries], expired };
}
