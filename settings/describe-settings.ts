import { alarmOptions } from "../stacks/options/alarm-options";
import type { Options } from "../stacks/options/option";
import { deploymentOptions } from "./deployment-options";
import { describeVariables } from "./environment";

/** Returns the content of docs/settings.md, from the tables that the settings are checked with. */
export function describeSettings(): string {
  const { $schema: _editor, stages, ...file } = deploymentOptions;
  const { dev, prod } = stages.options;
  const { alarms: _group, ...stage } = dev.options;
  return [
    "# Settings",
    "",
    "Made by `npx kite describe-settings` from the tables in `stacks/options/` and `settings/`; a test compares the two.",
    "",
    "## `deployments/<name>.json`: what a deployment is",
    "",
    ...table(file),
    "",
    "## `stages.dev` and `stages.prod` in it: in what the stages differ",
    "",
    ...table(stage, prod.options),
    "",
    "## `alarms` of a stage: when somebody is told",
    "",
    'A group in the stage, such as `"dev": { "alarms": { "lambdaErrors": 5 } }`.',
    "",
    ...table(alarmOptions),
    "",
    "## `.env` or the environment: secrets and personal choices",
    "",
    "A variable of the environment goes before one of `.env`. Both files may be UTF-8, or UTF-16 with a byte order mark,",
    "with either line ending.",
    "",
    "| variable | what it is for |",
    "|---|---|",
    ...describeVariables().map((line) => {
      const [name = "", meaning = ""] = line.split('="" # ');
      return `| \`${name}\` | ${cell(meaning)} |`;
    }),
    "",
  ].join("\n");
}

/** @param prod options of prod, where their defaults differ */
function table(options: Options, prod: Options = options): string[] {
  const rows = Object.entries(options).map(([name, { wanted, where }]) => {
    const [one, other] = [standard(options, name), standard(prod, name)];
    const shown = one === other ? one : `${one}, in prod ${other}`;
    return `| \`${name}\` | ${shown} | ${cell(wanted)} | ${cell(where)} |`;
  });
  return ["| key | default | what it takes | where from |", "|---|---|---|---|", ...rows];
}

/** The default of an option, as the table shows it; a group has none of its own. */
function standard(options: Options, name: string): string {
  const row = options[name];
  if (row === undefined || row.options) {
    return "-";
  }
  const parsed = row.schema.safeParse(undefined);
  if (!parsed.success) {
    return "needed";
  }
  return parsed.data === undefined ? "-" : `\`${JSON.stringify(parsed.data)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
