import { arnIn } from "../account/partition";
import type { PolicyStatement } from "../account/policy";
import { FURTHER_READING, PLAN_READER_ACTIONS, type ReadingActions } from "./plan-reader-actions";

export interface PlanReaderProps {
  readonly account: string;
  readonly region: string;
  readonly app: string;
  /** What stands before a stage in names that begin with it; empty, except for a sandbox. */
  readonly stagePrefix: string;
  readonly stages: readonly string[];
}

/** Allows to read all that a plan of the stack `kite` reads in AWS; no statement has the same resources as another. */
export function planReaderStatements(props: PlanReaderProps): readonly PolicyStatement[] {
  const actionsOf = new Map<string, Set<string>>();
  for (const { actions, resources } of [...Object.values(PLAN_READER_ACTIONS), ...FURTHER_READING]) {
    if (actions.length > 0) {
      const key = JSON.stringify(resources);
      actionsOf.set(key, new Set([...(actionsOf.get(key) ?? []), ...actions]));
    }
  }
  return [...actionsOf].map(([resources, actions], index) => ({
    sid: `Plan${index}`,
    actions: [...actions].sort(),
    resources: (JSON.parse(resources) as ReadingActions["resources"]).flatMap((it) => filledIn(it, props)),
  }));
}

/** One ARN, or one a stage. */
function filledIn(resource: string, props: PlanReaderProps): readonly string[] {
  const common = resource
    .replaceAll("{arn}", arnIn(props.region))
    .replaceAll("{region}", props.region)
    .replaceAll("{account}", props.account)
    .replaceAll("{app}", props.app)
    .replaceAll("{database}", props.app.replaceAll("-", "_"));
  return /\{stage(-name)?\}/.test(common)
    ? props.stages.map((stage) =>
        common.replaceAll("{stage}", `${props.stagePrefix}${stage}`).replaceAll("{stage-name}", stage),
      )
    : [common];
}
