import { alarmOptions } from "../stacks/options/alarm-options";
import type { Options } from "../stacks/options/option";
import { deploymentOptions } from "./deployment-options";
import { describeVariables } from "./environment";

/** Returns the content of docs/settings.md, from the tables that check the settings. */
export function describeSettings(): string {
  const { $schema: _editor, stages, ...file } = deploymentOptions;
  const { dev, prod } = stages.options;
  const { alarms: _group, ...stage } = dev.options;
  return [
    "# Settings",
    "",
    "`npx kite describe-settings` writes this page from the tables in `stacks/options/` and `settings/`; a test compares them.",
    "",
    "## `deployments/<name>.json`: the deployment",
    "",
    ...table(file),
    "",
    "## `stages.dev` and `stages.prod` in it: options that may differ between stages",
    "",
    ...table(stage, prod.options),
    "",
    "## `alarms` of a stage: thresholds",
    "",
    'A group in the stage, for example `"dev": { "alarms": { "lambdaErrors": 5 } }`.',
    "",
    ...table(alarmOptions),
    "",
    "## `.env` or the environment: secrets and personal settings",
    "",
    "A variable of the environment overrides the same variable in `.env`. Both files may be UTF-8, or UTF-16 with a byte",
    "order mark, with either line ending.",
    "",
    "| variable | purpose |",
    "|---|---|",
    ...describeVariables().map((line) => {
      const [name = "", meaning = ""] = line.split('="" # ');
      return `| \`${name}\` | ${cell(meaning)} |`;
    }),
    "",
  ].join("\n");
}

/** @param prod options of prod, for defaults that differ */
function table(options: Options, prod: Options = options): string[] {
  const rows = Object.entries(options).map(([name, { expected, where }]) => {
    const [one, other] = [standard(options, name), standard(prod, name)];
    const shown = one === other ? one : `${one}, in prod ${other}`;
    return `| \`${name}\` | ${shown} | ${cell(expected)} | ${cell(where)} |`;
  });
  return ["| key | default | expected value | hint |", "|---|---|---|---|", ...rows];
}

/** Returns the default of an option as the table shows it. A group has no default of its own. */
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
