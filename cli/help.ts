import { type Command, groups } from "./command";
import { describeArguments } from "./parse";

/** Writes `kite --help`: every command with its summary. */
export function writeOverview(commands: Readonly<Record<string, Command>>): string {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  const sections = Object.entries(groups).flatMap(([group, title]) => [
    `${title}:`,
    ...names
      .filter((name) => commands[name]?.group === group)
      .map((name) => `  ${name.padEnd(width)}  ${commands[name]?.summary}`),
    "",
  ]);
  return [
    "Usage: npx kite <command> [arguments] [options], or npm run kite -- <command> …",
    "",
    ...sections,
    "npx kite <command> --help describes a command. npm start runs the chat on this machine.",
  ].join("\n");
}

/** Writes `kite <command> --help`. */
export function writeHelp(name: string, command: Command): string {
  const { arguments: arguments_ = {}, summary, details } = command;
  const options = Object.entries(command.options ?? {});
  const usage = [`npx kite ${name}`, describeArguments(arguments_), "[options]"].filter((it) => it !== "");
  return [
    `Usage: ${usage.join(" ")}`,
    "",
    ...[summary, ...(details?.split("\n") ?? [])],
    ...section(
      "Arguments",
      Object.entries(arguments_).map(([argument, { help, choices }]) => [
        argument,
        choices === undefined ? help : `${help}: ${choices.join(", ")}`,
      ]),
    ),
    ...section("Options", [
      ...options.map(
        ([option, { help, value, default: default_ }]) =>
          [
            value === undefined ? `--${option}` : `--${option} <${value}>`,
            default_ === undefined ? help : `${help} (default: ${default_})`,
          ] as const,
      ),
      ...(command.json === undefined
        ? []
        : ([["--json", `prints ${command.json} as JSON instead of text`]] as const)),
      ["-h, --help", "prints this help"],
    ]),
  ].join("\n");
}

function section(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.length === 0
    ? []
    : ["", `${title}:`, ...rows.map(([name, help]) => `  ${name.padEnd(width)}  ${indented(help, width)}`)];
}

function indented(text: string, width: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(width + 4)}`);
}
