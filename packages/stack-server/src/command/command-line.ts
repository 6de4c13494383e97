import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { ServeOptions } from "../serve-options";

/** Output of `--help`. */
export const usage = `Usage: stack-server <folder> [options]

Serves the synthesized CDK for Terraform stack in <folder>, the folder that contains cdk.tf.json.

Options:
  --port <number>      Port to listen on; 0 takes any free port. Default: 3000.
  --data <folder>      Keep tables and objects in this folder. Default: they are not kept.
  --dynamodb <url>     Use this DynamoDB, for example DynamoDB Local. Default: the embedded engine.
  --parameters <file>  JSON file with the SSM parameters: {"/name": "value"}. Default: none.
  --help               Print this text.`;

/** Subset of {@link ServeOptions} that the command supports. */
export type CommandOptions = Pick<
  ServeOptions,
  "stackDirectory" | "port" | "dataDirectory" | "dynamodbEndpoint" | "parameters"
>;

/**
 * Reads the arguments of the command.
 *
 * @throws CommandError for an argument that is missing, unknown or invalid
 */
export function parseCommandLine(args: readonly string[]): CommandOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help === true) {
    return "help";
  }
  const [folder, surplus] = positionals;
  if (folder === undefined) {
    throw new CommandError("Expected a folder that contains cdk.tf.json, for example cdktf.out/stacks/todo.");
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

/** An invalid argument of the command. The message explains how to fix the argument. */
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
    // Drop the explanation that Node appends about arguments that begin with a dash.
    const [sentence = ""] = String((cause as Error).message).split(/\. |\n/);
    throw new CommandError(`${sentence.replace(/\.$/, "")}. Run stack-server --help for the options.`, {
      cause,
    });
  }
}

/** @returns the folder. The error lists the stacks if the folder is the output of an app. */
function stackDirectory(folder: string): string {
  const stacks = join(folder, "stacks");
  if (!existsSync(join(folder, "cdk.tf.json")) && existsSync(stacks)) {
    const folders = readdirSync(stacks).map((name) => join(stacks, name));
    throw new CommandError(
      `${folder} contains no cdk.tf.json. Pass one of its stacks instead: ${folders.join(", ")}.`,
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
 * @throws CommandError that names the file. It never repeats the content, which contains secrets.
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
    // The cause is left out because its message repeats the file's content.
    throw new CommandError(
      `--parameters: expected ${file} to contain a JSON object of strings such as {"/name": "value"}.`,
    );
  }
}

const parameters = z.record(z.string(), z.string());
