import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../settings/settings";
import { UserError } from "../settings/user-error";

export interface SynthesizeProps {
  /** The one stage that is synthesized, for example `dev`. */
  readonly stage: string;
  /** Folder for the plan; it is made when absent. */
  readonly outputDirectory: string;
}

/**
 * Synthesizes the `kite` stack with one stage, through `main.ts` in a process of its own (cdktf reads its output
 * folder from the environment of the process).
 *
 * @returns the folder of the stack, with its `cdk.tf.json`.
 * @throws UserError with what the program said when it failed.
 */
export async function synthesize({ stage, outputDirectory }: SynthesizeProps): Promise<string> {
  mkdirSync(outputDirectory, { recursive: true });
  const { TELEGRAM_BOT_TOKEN, ...environment } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "main.ts", "--stage", stage], {
    cwd: REPOSITORY,
    // Where Terraform keeps its state and a sandbox mean nothing here, but they are in the stack's name.
    env: {
      ...environment,
      KITE_STACKS: "kite",
      KITE_STATE: "s3",
      KITE_SANDBOX: "",
      CDKTF_OUTDIR: outputDirectory,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    const reason = Buffer.concat(said).toString("utf8").trim();
    throw new UserError(`The stack could not be synthesized (npm run synth shows the same):\n${reason}`);
  }
  return join(outputDirectory, "stacks", "kite");
}
