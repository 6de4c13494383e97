import { parseArgs } from "node:util";
import { UserError } from "../constructs/user-error";
import { describeFaults, type OptionFault, OptionsError } from "../stacks/options/option-fault";
import type { StageName } from "../stacks/stage-props";
import type { FunctionCode } from "./code";
import type { Settings, SettingsLookup } from "./settings";
import type { CloudStackName } from "./stack-id";

/** Represents the stacks that a run of the program synthesizes. */
export interface ChosenStacks {
  readonly local: boolean;
  /** The settings of the stack `kite-state`; `undefined` leaves the stack out. */
  readonly state: Settings | undefined;
  /** The settings of the stack `kite-build`, which may provide the code of `kite`; `undefined` leaves the stack out. */
  readonly build: Settings | undefined;
  /** The settings of the stack `kite`; `undefined` leaves the stack out. */
  readonly kite: Settings | undefined;
  /** Whether the functions of `kite` start with the zips of `kite-build`. */
  readonly codeFromBuild: boolean;
  /** Warnings, and a note about stacks that are left out; empty if there are none. */
  readonly notice: string;
}

/**
 * Decides which stacks to synthesize. A stack that `KITE_STACKS` names must have complete settings. If the variable is
 * not set, a stack with missing settings is left out with a note. An invalid setting is always an error.
 * @throws OptionsError all faults in one message
 */
export function chooseStacks(lookup: SettingsLookup, arguments_: readonly string[]): ChosenStacks {
  const chosen = choose(lookup, arguments_);
  const warnings = lookup.warnings.map((warning) => `${warning}\n`).join("");
  return { ...chosen, notice: warnings + chosen.notice };
}

function choose(lookup: SettingsLookup, arguments_: readonly string[]): ChosenStacks {
  const wanted = "settings" in lookup ? lookup.settings.variables.KITE_STACKS : lookup.wantedStacks;
  const faultyWish = "faults" in lookup && lookup.faults.some((fault) => fault.name === "KITE_STACKS");
  const local = !faultyWish && (wanted?.includes("local") ?? true);
  const cloud = (["kite-state", "kite-build", "kite"] as const).filter(
    (name) => wanted?.includes(name) ?? true,
  );
  if (!faultyWish && cloud.length === 0) {
    return { local, ...noCloud, notice: "" };
  }
  if ("settings" in lookup) {
    return { local, ...cloudStacks(lookup.settings, cloud, stageFlag(arguments_)), notice: "" };
  }
  if (wanted || lookup.faults.some((fault) => fault.kind === "wrong")) {
    throw new OptionsError(lookup.faults, `The settings of the stack${plural(cloud)} ${cloud.join(", ")}`);
  }
  return { local, ...noCloud, notice: notBuilt(cloud, lookup.faults) };
}

const noCloud = { state: undefined, build: undefined, kite: undefined, codeFromBuild: false };

function cloudStacks(
  settings: Settings,
  names: readonly CloudStackName[],
  stage: string | undefined,
): Pick<ChosenStacks, "state" | "build" | "kite" | "codeFromBuild"> {
  const kite = names.includes("kite") ? withStage(settings, stage) : undefined;
  const code = kite?.deployment.code;
  const codeFromBuild = code?.from === "s3" && code.shippedByPipeline;
  return {
    state: names.includes("kite-state") ? stateSettings(settings) : undefined,
    build: names.includes("kite-build") || codeFromBuild ? settings : undefined,
    kite,
    codeFromBuild,
  };
}

/**
 * Leaves `kite-state` out of a sandbox, because all deployments in the account share its resources.
 * @throws UserError when `KITE_STACKS` names the stack
 */
function stateSettings(settings: Settings): Settings | undefined {
  if (settings.variables.KITE_SANDBOX === undefined) {
    return settings;
  }
  if (settings.variables.KITE_STACKS === undefined) {
    return undefined;
  }
  throw new UserError(
    `KITE_SANDBOX: expected no value for the stack kite-state, received "${settings.variables.KITE_SANDBOX}". A sandbox uses the state bucket and the account role of the main deployment. Unset KITE_SANDBOX to synthesize kite-state.`,
  );
}

function stageFlag(arguments_: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...arguments_], options: { stage: { type: "string" } } }).values.stage;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${reason}. The program has one option, --stage <name>, which synthesizes the stack kite with only that stage.`,
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
      `--stage: expected a stage of deployments/${deployment.name}.json (${known.join(", ")}), received "${stage}".`,
    );
  }
  return { ...settings, deployment: { ...deployment, stages, code: codeAtHand(deployment.code) } };
}

/**
 * Replaces the pipeline's zips with the local sources. A local run has no bucket, but it has the sources of the zips.
 */
function codeAtHand(code: FunctionCode): FunctionCode {
  return code.from === "s3" && code.shippedByPipeline ? { from: "asset" } : code;
}

function notBuilt(names: readonly CloudStackName[], faults: readonly OptionFault[]): string {
  const are = names.length > 1 ? "are" : "is";
  return `The stack${plural(names)} ${names.join(", ")} ${are} left out because the settings are not complete:\n${describeFaults(faults)}\n`;
}

function plural(names: readonly unknown[]): string {
  return names.length > 1 ? "s" : "";
}
