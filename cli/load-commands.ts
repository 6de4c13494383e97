import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "./command";

/** Returns the names of all commands, which are the names of the files in `cli/commands/`. */
export function commandNames(): readonly string[] {
  return readdirSync(join(__dirname, "commands"))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length));
}

/** Loads only the description of a command. Its `run` function loads the rest. */
export function loadCommand(name: string): Command {
  const { command } = require(`./commands/${name}.ts`) as { readonly command: Command };
  return command;
}

/** Loads the descriptions of all commands, by name. */
export function loadCommands(): Readonly<Record<string, Command>> {
  return Object.fromEntries(commandNames().map((name) => [name, loadCommand(name)]));
}
