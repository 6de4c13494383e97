import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployStops } from "../constructs/account/placeholder-account";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import type { StackName } from "../settings/variables";
import { type RunOptions, run } from "./run";

/**
 * Synthesizes with the program itself; `cdktf` the command is not needed.
 * @param stack @default - `KITE_STACKS`, else all stacks whose settings are complete
 * @param arguments_ of the program
 * @throws UserError when its settings are not complete (the program has said why)
 */
export function synthesize(stack?: StackName, arguments_: readonly string[] = []): void {
  runMain({ arguments_, environment: stack === undefined ? {} : { KITE_STACKS: stack } });
  // Stacks of one deployment share what is wrong with it.
  const annotations = Object.values(writtenStacks()).flatMap((written) => written.annotations);
  for (const message of new Set(annotations.map((annotation) => annotation.message))) {
    process.stderr.write(`Warning: ${message}\n`);
  }
}

/** How `main.ts` is run. */
interface MainOptions extends Pick<RunOptions, "environment" | "keep"> {
  /** @default - none */
  readonly arguments_?: readonly string[];
}

/**
 * Runs `main.ts`, which writes the stacks into `CDKTF_OUTDIR`.
 * @throws UserError when it fails
 */
export function runMain({ arguments_ = [], ...options }: MainOptions): void {
  run(process.execPath, ["launcher/launch.cjs", "main.ts", ...arguments_], options);
}

/**
 * Refuses a stack that can be synthesized and must not be deployed; its warning has been shown.
 * @throws UserError
 */
export function refuseDeployStop(stackId: string): void {
  const stops = writtenStacks()[stackId]?.annotations.filter(({ message }) => message.endsWith(deployStops));
  if (stops !== undefined && stops.length > 0) {
    throw new UserError(`Nothing changed: the stack ${stackId} must not be deployed like this.`);
  }
}

/** What is read of cdktf's list of the stacks that it wrote. */
interface WrittenStack {
  readonly synthesizedStackPath: string;
  readonly annotations: readonly { readonly message: string }[];
}

/** The stacks that were written last, by id. */
export function writtenStacks(): Readonly<Record<string, WrittenStack>> {
  const manifest = readFileSync(join(outputFolder(), "manifest.json"), "utf8");
  return (JSON.parse(manifest) as { stacks: Record<string, WrittenStack> }).stacks;
}

/** The folder in which Terraform runs for a stack. */
export function stackFolder(stackId: string): string {
  return join(outputFolder(), "stacks", stackId);
}

/** The folder that holds the output folder: local state lies in it. */
export function stateFolder(): string {
  return resolve(outputFolder(), "..");
}

/** The folder that cdktf writes into. */
export function outputFolder(): string {
  return resolve(repositoryFolder, process.env.CDKTF_OUTDIR ?? "cdktf.out");
}
