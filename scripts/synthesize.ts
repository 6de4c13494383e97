import { join, resolve } from "node:path";
import { REPOSITORY } from "../settings/settings";
import type { StackName } from "../settings/variables";
import { show } from "./command";

/**
 * Synthesizes one stack with the program itself; `cdktf` the command is not needed.
 * @throws UserError when its settings are not complete (the program has said why)
 */
export function synthesize(stack: StackName): void {
  show(process.execPath, ["--import", "tsx", "main.ts"], { KITE_STACKS: stack });
}

/** The folder in which Terraform runs for a stack. */
export function stackFolder(stackId: string): string {
  return join(outputFolder(), "stacks", stackId);
}

/** The folder that holds the output folder: local state lies in it. */
export function stateFolder(): string {
  return resolve(outputFolder(), "..");
}

function outputFolder(): string {
  return resolve(REPOSITORY, process.env.CDKTF_OUTDIR ?? "cdktf.out");
}
