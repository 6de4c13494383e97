import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { ServeOptions } from "../serve-options";

/** The text of `--help`. */
export const usage = `Usage: stack-server <folder> [options]

Serves the synthesized CDK for Terraform stack in <folder>, the folder that contains cdk.tf.json.

Options:
  --port <number>      Port to listen on; 0 takes any free port. Default: 3000.
  --data <folder>      Keep tables and objects in this folder. Default: lost at the end.
  --dynamodb <url>     Use this DynamoDB, for example DynamoDB Local. Default: the embedded engine.
  --parameters <file>  JSON file with the SSM parameters: {"/name": "value"}. Default: none.
  --help               Print this text.`;

/** The settings of {@link ServeOptions} that the command offers. */
export type CommandOptions = Pick<
  ServeOptions,
  "stackDirectory" | "port" | "dataDirectory" | "dynamodbEndpoint" | "parameters"
>;

/**
 * Reads the arguments of the command.
 *
 * @throws CommandError for an argument that is missing, unknown or has a wrong value
 */
export function parseCommandLine(args: readonly string[]): CommandOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    return "help";
  }
  const [folder, surplus] = positionals;
  if (folder === undefined) {
    throw new CommandError("Name the folder that contains cdk.tf.json, for example cdktf.out/stacks/todo.");
  }
  if (surplus !== undefined) {
    throw new CommandError(`Expected one folder, received a second one: ${surplus}.`);
  }
  return {
    stackDirectory: stackDirectory(folder),
    port: readPort(values.port ?? "3000"),
    ...(values.data !== undefined && { dataDirectory: resolve(values.data) }),
    ...(values.dynamodb !== undefined && { dynamodbEndpoint: readUrl(values.dynamodb) }),
    ...(values.parameters !== undefined && { parameters: readParameters(values.parameters) }),
  };
}

/** An argument of the command that cannot be used. Its message says what to change. */
class CommandError extends Error {
  override readonly name = "CommandError";
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: "string" },
        data: { type: "string" },
        dynamodb: { type: "string" },
        parameters: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    // Node's own text goes on to explain how arguments that begin with a dash are quoted.
    const [sentence = ""] = String((cause as Error).message).split(/\. |\n/);
    throw new CommandError(`${sentence.replace(/\.$/, "")}. Run stack-server --help for the options.`, {
      cause,
    });
  }
}

/** @returns the folder itself; the error names the stacks when it is the output folder of an app */
function stackDirectory(folder: string): string {
  const stacks = join(folder, "stacks");
  if (!existsSync(join(folder, "cdk.tf.json")) && existsSync(stacks)) {
    const folders = readdirSync(stacks).map((name) => join(stacks, name));
    throw new CommandError(
      `${folder} contains no cdk.tf.json. Name one of its stacks: ${folders.join(", ")}.`,
    );
  }
  return folder;
}

const highestPort = 65_535;

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > highestPort) {
    throw new CommandError(`--port: expected a number from 0 to ${highestPort}, received "${text}".`);
  }
  return port;
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new CommandError(`--dynamodb: expected a URL such as http://127.0.0.1:8000, received "${text}".`);
  }
  return text;
}

/**
 * Reads a JSON file of SSM parameters.
 *
 * @throws CommandError that names the file and never repeats its content, which holds secrets
 */
function readParameters(file: string): Readonly<Record<string, string>> {
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

const parameters = z.record(z.string(), z.string());
