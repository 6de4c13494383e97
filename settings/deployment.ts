import { join } from "node:path";
import { contradictionsIn } from "../stacks/options/contradictions";
import type { SourceCode } from "../stacks/options/function-options";
import { faultsOf, type OptionFault, optionFault } from "../stacks/options/option-fault";
import type { Stage } from "../stacks/stage-props";
import { codeFaults, type FunctionCode, functionCode, sourceCode } from "./code";
import { type DeploymentFile, deploymentOptions, deploymentSchema, stageOf } from "./deployment-options";
import { readJson } from "./read-file";

/** Represents a deployment: the complete content of `deployments/<name>.json`. */
export interface Deployment extends Omit<DeploymentFile, "$schema" | "prodStage" | "stages" | "code"> {
  /** The file's name without `.json`. */
  readonly name: string;
  /** Prefix of names that start with a stage. Empty, except in a sandbox. */
  readonly stagePrefix: string;
  /** `dev`, then `prod` if the deployment has it. */
  readonly stages: readonly Stage[];
  /** The source of the functions' code. */
  readonly code: FunctionCode;
  /** The bucket and keys where `kite-build` stores code. */
  readonly source: SourceCode;
  readonly stateBucket: string;
}

/** Represents a deployment, or all faults of its file. */
export type DeploymentResult =
  | { readonly deployment: Deployment }
  | { readonly faults: readonly OptionFault[] };

/**
 * Reads and checks `<directory>/<name>.json`.
 * @param isNamed whether the user has named this file, which makes a missing file an error. Otherwise a clone may have
 * no deployment file.
 */
export function readDeployment(directory: string, name: string, isNamed = false): DeploymentResult {
  const source = `deployments/${name}.json`;
  const content = readJson(join(directory, `${name}.json`));
  if ("problem" in content) {
    return { faults: [wholeFileFault(source, isNamed ? "wrong" : content.kind, content.problem)] };
  }
  if (content.duplicates.length > 0) {
    return {
      faults: content.duplicates.map((path) =>
        optionFault(path.join("."), source, "the key more than once", duplicate),
      ),
    };
  }
  const { value } = content;
  const parsed = deploymentSchema.safeParse(value);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.flatMap((issue) =>
        issue.path.length === 0 && issue.code !== "unrecognized_keys"
          ? [wholeFileFault(source, "wrong", JSON.stringify(value))]
          : faultsOf(issue, value, source, deploymentOptions),
      ),
    };
  }
  const file: DeploymentFile = parsed.data;
  if (holdsProdSettings(value) && !file.prodStage) {
    const received = "settings for stages.prod without prodStage";
    return { faults: [optionFault("prodStage", source, received, prodWithoutStage)] };
  }
  const contradictions = [...contradictionsIn(file, source), ...codeFaults(file, source)];
  return contradictions.length > 0 ? { faults: contradictions } : { deployment: complete(name, file) };
}

function complete(name: string, file: DeploymentFile): Deployment {
  const { $schema: _editor, prodStage, ...same } = file;
  return {
    ...same,
    name,
    stagePrefix: "",
    stages: [stageOf(file, "dev"), ...(prodStage ? [stageOf(file, "prod")] : [])],
    code: functionCode(file),
    source: sourceCode(file),
    stateBucket: file.stateBucket ?? `${file.app}-terraform-state-${file.account}`,
  };
}

/** Returns whether the file has settings of prod. */
function holdsProdSettings(value: unknown): boolean {
  const { stages } = value as { readonly stages?: { readonly prod?: unknown } };
  return stages?.prod !== undefined;
}

const wholeFile = {
  expected: "a JSON object with at least account, region and app",
  where: "copy deployments/kite.json, and set KITE_DEPLOYMENT to the name of the copy",
};

/** The example that people copy to create their own file. */
const example = "deployments/kite.json";
const exampleWhere = `git checkout ${example}, or copy the example from docs/deploy.md`;

function wholeFileFault(source: string, kind: OptionFault["kind"], received: string): OptionFault {
  const help = source === example ? { ...wholeFile, where: exampleWhere } : wholeFile;
  return optionFault("the whole file", source, received, help, kind);
}

const duplicate = { expected: "each key once", where: "keep the correct value" };

const prodWithoutStage = {
  expected: "prodStage true, or no stages.prod",
  where: "without prodStage, Terraform would plan to delete the stage prod",
};
