import { parseArgs } from "node:util";
import type { StageName } from "../settings/deployment";
import type { Settings, SettingsLookup } from "../settings/settings";
import { describeFaults, SettingsError } from "../settings/settings-error";
import { UserError } from "../settings/user-error";

/** What a run of the program synthesizes. */
export interface ChosenStacks {
  readonly local: boolean;
  /** The settings of the stack `kite`; `undefined`: it is not built. */
  readonly kite: Settings | undefined;
  /** What to tell about stacks that are not built; empty: nothing. */
  readonly notice: string;
}

/**
 * Decides which stacks to build. A stack that is named and whose settings are not complete is an error. When
 * none is named, a stack with missing settings is left out with a word; a wrong setting is an error always.
 * @throws SettingsError every fault in one message
 */
export function chooseStacks(lookup: SettingsLookup, arguments_: readonly string[]): ChosenStacks {
  const wanted = "settings" in lookup ? lookup.settings.wantedStacks : lookup.wantedStacks;
  const faultyWish = "faults" in lookup && lookup.faults.some((fault) => fault.name === "KITE_STACKS");
  const local = !faultyWish && (wanted?.includes("local") ?? true);
  if (!faultyWish && wanted?.includes("kite") === false) {
    return { local, kite: undefined, notice: "" };
  }
  if ("settings" in lookup) {
    return { local, kite: withStage(lookup.settings, stageFlag(arguments_)), notice: "" };
  }
  if (wanted || lookup.faults.some((fault) => fault.kind === "wrong")) {
    throw new SettingsError(lookup.faults, "The settings of the stack kite");
  }
  return { local, kite: undefined, notice: notBuilt(lookup.faults) };
}

/** The id of a stack: one with its state in a local file is another deployment than the shared one. */
export function stackId(name: "kite", state: Settings["state"]): string {
  return state === "local" ? `${name}-local` : name;
}

function stageFlag(arguments_: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...arguments_], options: { stage: { type: "string" } } }).values.stage;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${reason} The only flag is --stage <name>: it synthesizes kite with that stage alone.`,
    );
  }
}

function withStage(settings: Settings, stage: string | undefined): Settings {
  if (stage === undefined) {
    return settings;
  }
  const { deployment } = settings;
  const stages = deployment.stages.filter(({ name }) => name === stage);
  if (stages.length === 0) {
    const known: readonly StageName[] = deployment.stages.map(({ name }) => name);
    throw new UserError(
      `--stage: got "${stage}"; wanted a stage of deployments/${deployment.name}.json, which has ${known.join(", ")}.`,
    );
  }
  return { ...settings, deployment: { ...deployment, stages } };
}

function notBuilt(faults: readonly Parameters<typeof describeFaults>[0][number][]): string {
  return `The stack kite is not built, for its settings are not complete:\n${describeFaults(faults)}\n`;
}
