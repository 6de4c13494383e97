import { type OptionProps, type OptionValues, pickOptions } from "./options/option";
import { stageOptions } from "./options/stage-options";

/** The stages that a deployment can have. */
export type StageName = "dev" | "prod";

/** Options of a stage. `KiteStackProps` has them for all stages, and in `dev` and `prod` for one stage. */
export interface StageProps extends OptionProps<typeof stageOptions> {}

/** Represents a stage: its name and the complete values of all options that may differ between stages. */
export interface Stage extends OptionValues<typeof stageOptions> {
  readonly name: StageName;
}

/** Returns the options of a stage. Some defaults depend on the stage, so that no construct has to check its stage. */
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
 * Returns the options of one stage: its own values, and the common values of all other options. Values that are not a
 * group, and keys that no stage has, are kept so that the check reports them.
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

/** Drops options that are `undefined`, because they count as left out. */
function valuesSet<Group extends object>(group: Group | undefined): Partial<Group> {
  const entries = Object.entries(group ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Group>;
}
