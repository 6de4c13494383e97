import { type FunctionRole, functionRoles } from "../constructs/account/physical-names";
import type { KiteStackProps } from "./kite-stack-props";
import { contradictionsIn } from "./options/contradictions";
import { optionsOfFunction, packagedCodeFaults } from "./options/function-options";
import { accountOption, type KiteValues, kiteOptions } from "./options/kite-options";
import { optionGroup } from "./options/option";
import { optionFault, propsError, readProps, sourceOf } from "./options/option-fault";
import { mergeStageProps, optionsOfStage, type Stage } from "./stage-props";

/** Represents the props of `kite` with all defaults filled in. */
export interface CompleteKite extends ReturnType<typeof completeKite> {
  /** 12 digits, or a reference to the account of the credentials. */
  readonly account: string;
}

const stage = { expected: "an object with options of the stage", where: "docs/settings.md lists them" };

const options = {
  ...kiteOptions,
  account: { ...accountOption, schema: accountOption.schema.optional() },
  dev: optionGroup(optionsOfStage("dev"), stage.expected, stage.where),
  prod: optionGroup(optionsOfStage("prod"), stage.expected, stage.where),
};

/**
 * Checks the props and fills in the defaults.
 * @param id the stack's id, for errors
 * @throws OptionsError all faults of the props in one message
 */
export function completeKite(id: string, props: KiteStackProps) {
  const {
    account: _,
    dev,
    prod,
    ...values
  } = readProps(
    options,
    { ...props, dev: mergeStageProps(props, props.dev), prod: mergeStageProps(props, props.prod) },
    id,
    props,
  );
  const all: readonly Stage[] = [
    { name: "dev", ...dev },
    { name: "prod", ...prod },
  ];
  const { onlyStage } = props;
  const stages = all.filter(({ name }) =>
    onlyStage === undefined ? name === "dev" || values.prodStage : name === onlyStage,
  );
  const keys = zipKeysIn(values);
  const faults = [
    ...contradictionsIn(values, sourceOf(id)),
    ...(Object.keys(keys).length > 0 && values.s3SourceBucketName === undefined ? [bucketFault(id)] : []),
    ...functionRoles
      .filter((role) => keys[role] === undefined)
      .flatMap((role) =>
        stages.flatMap((it) =>
          packagedCodeFaults(role, it, sourceOf(id)).map((fault) => ({
            ...fault,
            name: `${it.name}.${fault.name}`,
          })),
        ),
      ),
  ];
  if (faults.length > 0) {
    throw propsError(id, faults, props);
  }
  return {
    ...values,
    stagePrefix: props.stagePrefix ?? "",
    stages,
    code: { bucket: values.s3SourceBucketName ?? "", keys },
  };
}

/** Returns the keys of the zips in the bucket. A function without a key is packaged from the sources. */
function zipKeysIn(values: KiteValues): Readonly<Partial<Record<FunctionRole, string>>> {
  const keys = functionRoles.map((role) => [role, values[optionsOfFunction[role].zipKey]] as const);
  return Object.fromEntries(keys.filter(([, key]) => key !== undefined));
}

function bucketFault(id: string) {
  const help = {
    expected: "the name of the S3 bucket, in the stack's region, that contains the zips",
    where: "use s3SourceBucketName of the BuildStack, or the bucket to which your build uploads the zips",
  };
  return optionFault("s3SourceBucketName", sourceOf(id), "nothing, with the key of a zip", help, "missing");
}
