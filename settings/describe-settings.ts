import { DEPLOYMENT_HELP, deploymentSchema } from "./deployment-schema";
import { describeVariables } from "./environment";
import type { SettingHelp } from "./setting-help";
import { STAGE_HELP } from "./stage-schema";

/** The least that a file must say. */
const SMALLEST = { account: "123456789012", region: "eu-central-1", app: "kite" };

/** The content of docs/settings.md, from the tables that the settings are checked with. */
export function describeSettings(): string {
  const { stages, ...file } = deploymentSchema.parse(SMALLEST);
  const fileDefault = (key: string) => (key in SMALLEST ? "needed" : shown(valueAt(file, key)));
  return [
    "# Settings",
    "",
    "Made by `npx kite describe-settings` from `settings/`; a test compares the two.",
    "",
    "## `deployments/<name>.json`: what a deployment is",
    "",
    ...table(DEPLOYMENT_HELP, ["$schema", "stages"], fileDefault),
    "",
    "## `stages.dev` and `stages.prod` in it: in what the stages differ",
    "",
    ...table(STAGE_HELP, [], (key) => stageDefault(valueAt(stages.dev, key), valueAt(stages.prod, key))),
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

function table(
  help: Readonly<Record<string, SettingHelp>>,
  leftOut: readonly string[],
  standard: (key: string) => string,
): string[] {
  const rows = Object.entries(help)
    .filter(([key]) => !leftOut.includes(key))
    .map(
      ([key, { wanted, where }]) => `| \`${key}\` | ${standard(key)} | ${cell(wanted)} | ${cell(where)} |`,
    );
  return ["| key | default | what it takes | where from |", "|---|---|---|---|", ...rows];
}

function stageDefault(dev: unknown, prod: unknown): string {
  return JSON.stringify(dev) === JSON.stringify(prod) ? shown(dev) : `${shown(dev)}, in prod ${shown(prod)}`;
}

function shown(value: unknown): string {
  return value === undefined ? "-" : `\`${JSON.stringify(value)}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function valueAt(object: object, key: string): unknown {
  return Object.entries(object).find(([name]) => name === key)?.[1];
}
