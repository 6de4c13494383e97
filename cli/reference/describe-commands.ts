import packageJson from "../../package.json";
import { type Command, groups } from "../command";
import { writeHelp } from "../help";
import { loadCommands } from "../load-commands";

/** Returns the content of docs/commands.md, from the help of the commands and the npm scripts of package.json. */
export function describeCommands(): string {
  const commands = loadCommands();
  const namesIn = (group: string) => Object.keys(commands).filter((name) => commands[name]?.group === group);
  const sections = Object.entries(groups).map(([group, title]) => ({ title, names: namesIn(group) }));
  return [
    "# Commands",
    "",
    "Use this page to look up a command, its arguments and its options. `npx kite describe-commands` generates it from the",
    "help of each command, and a test compares the two.",
    "",
    "Run a command with `npx kite <command>`. In a shell without npx, run `npm run kite -- <command>`. `npm start` has",
    "options of its own: see [the local run](local-run.md#options-of-npm-start).",
    "",
    ...sections.flatMap(({ title, names }) => [
      `**${title}**`,
      "",
      "| command | what it does |",
      "|---|---|",
      ...names.map((name) => `| [\`${name}\`](#${name}) | ${cell(commands[name]?.summary ?? "")} |`),
      "",
    ]),
    "## npm scripts",
    "",
    "Pass options to a script behind two dashes, for example `npm run smoke -- dev`.",
    "",
    "| script | what it runs |",
    "|---|---|",
    ...Object.entries(packageJson.scripts).map(
      ([name, program]) => `| \`${name}\` | ${describeScript(program)} |`,
    ),
    "",
    ...sections.flatMap(({ title, names }) => [
      `## ${title}`,
      "",
      ...names.flatMap((name) => [
        `### ${name}`,
        "",
        "```text",
        writeHelp(name, commands[name] as Command),
        "```",
        "",
      ]),
    ]),
  ].join("\n");
}

function describeScript(program: string): string {
  const [, command] = /^node cli\/kite\.cjs ([\w-]+)$/.exec(program) ?? [];
  return command === undefined ? `\`${program}\`` : `[\`npx kite ${command}\`](#${command})`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
