import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deployStops } from "../constructs/account/placeholder-account";
import { repositoryFolder } from "../constructs/repository";
import { UserError } from "../constructs/user-error";
import type { StackName } from "../settings/variables";
import { type RunOptions, run } from "./run";

/**
 * Synthesizes stacks by running `main.ts`, without the `cdktf` command.
 * @param stack Stack to synthesize. @default - `KITE_STACKS`, or all stacks whose settings are complete
 * @param arguments_ Arguments of the program.
 * @throws UserError if settings are missing or wrong; the program has printed the reason
 */
export function synthesize(stack?: StackName, arguments_: readonly string[] = []): void {
  runMain({ arguments_, environment: stack === undefined ? {} : { KITE_STACKS: stack } });
  // Stacks of one deployment have the same warnings.
  const annotations = Object.values(writtenStacks()).flatMap((written) => written.annotations);
  for (const message of new Set(annotations.map((annotation) => annotation.message))) {
    process.stderr.write(`Warning: ${message}\n`);
  }
}

/** Options of {@link runMain}. */
interface MainOptions extends Pick<RunOptions, "environment" | "keep"> {
  /** @default - none */
  readonly arguments_?: readonly string[];
}

/**
 * Runs `main.ts`, which writes the stacks to `CDKTF_OUTDIR`.
 * @throws UserError if it fails
 */
export function runMain({ arguments_ = [], ...options }: MainOptions): void {
  run(process.execPath, ["launcher/launch.cjs", "main.ts", ...arguments_], options);
}

/**
 * Rejects a stack that must not be deployed although it can be synthesized. The synthesis has printed its warning.
 * @throws UserError if there is such a warning
 */
export function refuseDeployStop(stackId: string): void {
  const stops = writtenStacks()[stackId]?.annotations.filter(({ message }) => message.endsWith(deployStops));
  if (stops !== undefined && stops.length > 0) {
    throw new UserError(
      `Nothing changed: the stack ${stackId} cannot be deployed as it is. The warning above shows the reason.`,
    );
  }
}

/** An entry in cdktf's list of synthesized stacks. */
interface WrittenStack {
  readonly synthesizedStackPath: string;
  readonly annotations: readonly { readonly message: string }[];
}

/** Reads the stacks of the last synthesis, by ID. */
export function writtenStacks(): Readonly<Record<string, WrittenStack>> {
  const manifest = readFileSync(join(outputFolder(), "manifest.json"), "utf8");
  return (JSON.parse(manifest) as { stacks: Record<string, WrittenStack> }).stacks;
}

/** Returns the folder in which Terraform runs for a stack. */
export function stackFolder(stackId: string): string {
  return join(outputFolder(), "stacks", stackId);
}

/** Returns the folder of local state, which is the parent of the output folder. */
export function stateFolder(): string {
  return resolve(outputFolder(), "..");
}

/** Returns the output folder of cdktf. */
export function outputFolder(): string {
  return resolve(repositoryFolder, process.env.CDKTF_OUTDIR ?? "cdktf.out");
}
