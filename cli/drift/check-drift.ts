import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";
import { UserError } from "../../constructs/user-error";
import { isOwnProgram } from "../../launcher/own-program.cjs";
import { readVariables } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import type { CommandResult } from "../command";
import { readyToDeploy } from "../deploy/kite-deployment";
import { say, writeTo } from "../output";
import { synthesizeOwnStack } from "../own-program";
import { cloudStackNames, tryCloudStackNamed } from "../stack-named";
import { readSynthesizedStack } from "../stacks/synthesized-stack";
import { placeOf } from "../stage-argument";
import { requireStateStack } from "../state/require-state";
import { runMain, stackFolder } from "../synthesize";
import { builtInIgnores } from "./built-in-ignores";
import { classify } from "./classify";
import { readIgnoreList } from "./ignore-list";
import { readPlan } from "./read-plan";
import { type DriftReport, report } from "./report";
import { writeReport } from "./report-text";

const shippedSchema = z.object({
  lifecycle: z.object({
    ignore_changes: z.array(z.string()).refine((attributes) => attributes.includes("source_code_hash")),
  }),
});

/**
 * Checks a stack for drift.
 * @param file gets the report as JSON, and the reason when the check fails
 * @throws UserError why it cannot be checked
 */
export async function reportDrift(stack: string, file: string | undefined): Promise<CommandResult> {
  const write = (value: object) => {
    if (file !== undefined) {
      writeTo(file, () => writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`));
    }
  };
  // A report of another day must not be mistaken for this one, nor a check be made whose report has no place.
  if (file !== undefined) {
    writeTo(file, () => {
      writeFileSync(file, "");
      rmSync(file);
    });
  }
  try {
    const found = await checkDrift(stack);
    write(found);
    return { json: found, text: writeReport(found), exitCode: found.verdict === "drift" ? 2 : 0 };
  } catch (error) {
    write({ stack, verdict: "failed", reason: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

/**
 * Compares a stack with its state and its declaration. Nothing is changed.
 * @param name a stack, for example `kite`, or its id, for example `kite-local`
 * @throws UserError why it cannot be done
 */
async function checkDrift(name: string): Promise<DriftReport> {
  const folder = isOwnProgram() ? synthesizeOwnStack(name) : await synthesizeDeployed(name);
  const { KITE_DEPLOYMENT: deployment } = readVariables();
  const path = join(repositoryFolder, "deployments", `${deployment}.drift-ignore.json`);
  const { entries, expired } = readIgnoreList(path, new Date().toISOString().slice(0, 10));
  const ignores = { entries: [...builtInIgnores(shipsCode(folder)), ...entries], expired };
  return report(name, classify(readPlan(folder)), ignores);
}

async function synthesizeDeployed(name: string): Promise<string> {
  const stack = tryCloudStackNamed(name);
  if (stack === undefined) {
    // `local` is one machine's database, and nobody deploys it for others.
    throw new UserError(
      `Got the stack "${name}"; wanted one of ${cloudStackNames.join(", ")}, or the id of one, such as kite-local.`,
    );
  }
  const settings = readyToDeploy();
  await requireStateStack(settings);
  const id = stackId(stack, settings);
  say(`Deployment ${settings.deployment.name}, stack ${id}: ${placeOf(settings)}. Nothing is changed.`);
  // A program may print what the report must not have.
  runMain({ environment: { KITE_STACKS: stack }, keep: "everything" });
  return stackFolder(id);
}

/** Whether a pipeline ships the code of the functions: the stack leaves it alone then. */
function shipsCode(folder: string): boolean {
  const functions = Object.values(readSynthesizedStack(folder).resource?.aws_lambda_function ?? {});
  return functions.some((it) => shippedSchema.safeParse(it).success);
}
