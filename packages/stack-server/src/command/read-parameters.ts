import { readFileSync } from "node:fs";
import { z } from "zod";
import { CommandError } from "./command-error";

const parameters = z.record(z.string(), z.string());

/**
 * Reads a JSON file of SSM parameters.
 *
 * @throws CommandError that names the file and never repeats its content, which holds secrets
 */
export function readParameters(file: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CommandError(`--parameters: ${file} cannot be read.`, { cause });
  }
  try {
    return parameters.parse(JSON.parse(text));
  } catch {
    // Without the cause: its message repeats content of the file.
    throw new CommandError(
      `--parameters: expected ${file} to be a JSON object of texts such as {"/name": "value"}.`,
    );
  }
}
