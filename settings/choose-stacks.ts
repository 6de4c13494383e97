import { parseArgs } from "node:util";
import { UserError } from "../constructs/user-error";
import { describeFaults, type OptionFault, OptionsError } from "../stacks/options/option-fault";
import type { StageName } from "../stacks/stage-props";
import type { FunctionCode } from "./code";
import type { Settings, SettingsLookup } from "./settings";
import type { CloudStackName } from "./stack-id";

/** What a run of the program synthesizes. */
export interface ChosenStacks {
  readonly local: boolean;
  /** The settings of the stack `kite-state`; `undefined`: it is not built. */
  readonly state: Settings | undefined;
  /** The settings of the stack `kite-build`, which `kite` may take its code from; `undefined`: it is not built. */
  readonly build: Settings | undefined;
  /** The settings of the stack `kite`; `undefined`: it is not built. */
  readonly kite: Settings | undefined;
  /** True: the functions of `kite` begin with the zips of `kite-build`. */
  readonly codeFromBuild: boolean;
  /** Warnings, and what to tell about stacks that are not built; empty: nothing. */
  readonly notice: string;
}

/**
 * Decides which stacks to build. A stack that is named and whose settings are not complete is an error. When
 * none is named, a stack with missing settings is left out with a word; a wrong setting is an error always.
 * @throws OptionsError every fault in one message
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
 * A sandbox makes none of the things that are there once for an account.
 * @throws UserError when the stack was asked for by name
 */
function stateSettings(settings: Settings): Settings | undefined {
  if (settings.variables.KITE_SANDBOX === undefined) {
    return settings;
  }
  if (settings.variables.KITE_STACKS === undefined) {
    return undefined;
  }
  throw new UserError(
    `KITE_SANDBOX: got "${settings.variables.KITE_SANDBOX}" for the stack kite-state; wanted none: a sandbox uses the state bucket and the account role of the deployment itself. Leave KITE_SANDBOX empty for it.`,
  );
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
  return { ...settings, deployment: { ...deployment, stages, code: codeAtHand(deployment.code) } };
}

/** The one stage is for the local run, which has the sources that the pipeline ships, and no bucket. */
function codeAtHand(code: FunctionCode): FunctionCode {
  return code.from === "s3" && code.shippedByPipeline ? { from: "asset" } : code;
}

function notBuilt(names: readonly CloudStackName[], faults: readonly OptionFault[]): string {
  const are = names.length > 1 ? "are" : "is";
  return `The stack${plural(names)} ${names.join(", ")} ${are} not built, for the settings are not complete:\n${describeFaults(faults)}\n`;
}

function plural(names: readonly unknown[]): string {
  return names.length > 1 ? "s" : "";
}
