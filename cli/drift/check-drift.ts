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
import { warnOfVariables } from "../warned-settings";
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
 * @param file File for the report as JSON, or for the reason if the check fails.
 * @throws UserError if the stack cannot be checked
 */
export async function reportDrift(stack: string, file: string | undefined): Promise<CommandResult> {
  const write = (value: object) => {
    if (file !== undefined) {
      writeTo(file, () => writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`));
    }
  };
  // Delete the report of an earlier check first, and fail before the check if the file cannot be written.
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
 * Compares a stack with its state and its declaration, without changes.
 * @param name Name of a stack, for example `kite`, or its ID, for example `kite-local`.
 * @throws UserError if the stack cannot be compared
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
    // `local` is the database of one machine, so it is not checked.
    throw new UserError(
      `<stack>: expected one of ${cloudStackNames.join(", ")}, or an ID such as kite-local, received "${name}".`,
    );
  }
  const settings = readyToDeploy();
  await requireStateStack(settings);
  const id = stackId(stack, settings);
  say(
    `Deployment ${settings.deployment.name}, stack ${id}: ${placeOf(settings)}. The check changes nothing.`,
  );
  warnOfVariables();
  // The program's output, with its warnings, is discarded: it may print values that the report must not contain.
  runMain({ environment: { KITE_STACKS: stack }, keep: "everything" });
  return stackFolder(id);
}

/** Returns whether a pipeline ships the code of the functions. The stack then ignores changes of the code. */
function shipsCode(folder: string): boolean {
  const functions = Object.values(readSynthesizedStack(folder).resource?.aws_lambda_function ?? {});
  return functions.some((it) => shippedSchema.safeParse(it).success);
}
