import { arnIn } from "../account/partition";
import { type AccountLocation, allow, type PolicyStatement } from "../account/policy";
import { kiteRights } from "../account/rights/all-rights";

export interface PlanReaderProps extends AccountLocation {
  readonly app: string;
  /** Prefix of names that start with a stage. Empty, except in a sandbox. */
  readonly stagePrefix: string;
  readonly stages: readonly string[];
}

/**
 * Allows reading everything in AWS that a plan of the stack `kite` reads. No two statements have the same resources.
 */
export function planReaderStatements(props: PlanReaderProps): readonly PolicyStatement[] {
  const readings = Object.keys(kiteRights)
    .sort()
    .flatMap((type) => kiteRights[type] ?? [])
    .flatMap(({ reads = [], on }) =>
      reads.map((action) => ({ action, resources: (on.kite ?? on.arns).join(" ") })),
    );
  return [...new Set(readings.map(({ resources }) => resources))].map((resources, index) =>
    allow(
      `Plan${index}`,
      [...new Set(readings.filter((it) => it.resources === resources).map(({ action }) => action))].sort(),
      ...resources.split(" ").flatMap((it) => filledIn(it, props)),
    ),
  );
}

/** Replaces the placeholders of an ARN. The result is one ARN, or one for each stage. */
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
