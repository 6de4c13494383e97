import { type OptionProps, type OptionValues, pickOptions } from "./options/option";
import { stageOptions } from "./options/stage-options";

/** The stages that a deployment can have. */
export type StageName = "dev" | "prod";

/** Options of a stage. `KiteStackProps` takes them for all stages, and its `dev` and `prod` for one of them. */
export interface StageProps extends OptionProps<typeof stageOptions> {}

/** A stage: its name and all in which it may differ from another, complete. */
export interface Stage extends OptionValues<typeof stageOptions> {
  readonly name: StageName;
}

/** Returns the options of a stage. Some defaults depend on it: data, so that no construct asks which stage it is in. */
export function optionsOfStage(name: StageName) {
  const isProd = name === "prod";
  const { protect, pointInTimeRecovery } = stageOptions;
  return {
    ...stageOptions,
    protect: { ...protect, schema: protect.schema.default(isProd) },
    pointInTimeRecovery: { ...pointInTimeRecovery, schema: pointInTimeRecovery.schema.default(isProd) },
  };
}

/**
 * Returns the options of one stage: its own, and for the rest those of all stages. What is no group of options, and a key
 * that no stage has, stays for the check.
 */
export function mergeStageProps(common: StageProps, own: StageProps = {}): StageProps {
  if (!isGroup(own)) {
    return own;
  }
  const alarms = mergeGroups(common.alarms, own.alarms);
  return { ...pickOptions(stageOptions, common), ...valuesSet(own), alarms };
}

function mergeGroups<Group extends object>(
  common: Group | undefined,
  own: Group | undefined,
): Partial<Group> | undefined {
  const wrong = [own, common].filter((group) => group !== undefined && !isGroup(group));
  return wrong.length > 0 ? wrong[0] : { ...valuesSet(common), ...valuesSet(own) };
}

function isGroup(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An option that is `undefined` is one that is left out. */
function valuesSet<Group extends object>(group: Group | undefined): Partial<Group> {
  const entries = Object.entries(group ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Group>;
}
