import { type ParseArgsConfig, parseArgs } from "node:util";
import { UserError } from "../constructs/user-error";

/**
 * Parses the command line of a script as `parseArgs` of Node does.
 *
 * @param usage What `--help` prints; it begins with the command.
 * @throws UserError one line for what cannot be read
 */
export function parseCommandLine<Config extends ParseArgsConfig>(usage: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    // `instanceof` does not hold in tests, whose `Error` is not Node's. Node adds advice about positional arguments.
    const [reason = ""] = String((error as Partial<Error>).message).split(". To specify a positional");
    throw usageError(reason.replace(/\.$/, ""), usage);
  }
}

/**
 * An error of the command line, in one line that ends with the command to read about it.
 *
 * @param reason Without a full stop.
 * @param usage What `--help` prints; it begins with the command.
 */
export function usageError(reason: string, usage: string): UserError {
  const [command = ""] = /^(?:npm )?(?:run )?[\w:./-]+/.exec(usage) ?? [];
  return new UserError(
    `${reason}. Run ${command}${command.startsWith("npm") ? " --" : ""} --help for the usage.`,
  );
}
