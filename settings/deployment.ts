import { join } from "node:path";
import type { z } from "zod";
import { type BuildSettings, buildOf } from "./build";
import { codeFaults, type FunctionCode, functionCode, type SourceCode, sourceCode } from "./code";
import { type DeploymentFile, deploymentHelp, deploymentSchema, UNKNOWN_KEY_HELP } from "./deployment-schema";
import { type DomainSettings, domainFaults, domainOf } from "./domain";
import { partitionFaults } from "./partition";
import { readJson } from "./read-file";
import type { SettingFault } from "./settings-error";
import type { StageValues } from "./stage-schema";
import { type WatchSettings, watchFaults, watchOf } from "./watch";

/** The stages that a deployment can have. */
export type StageName = "dev" | "prod";

/** One stage: its name and all in which it may differ from another. */
export interface StageSettings extends Readonly<StageValues> {
  readonly name: StageName;
}

/** What a deployment is: the content of `deployments/<name>.json`, complete. */
export interface Deployment {
  /** The file's name without `.json`. */
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Prefix of names, parameter paths and tags; a sandbox's begins with its name. */
  readonly app: string;
  /** Prefix of names that begin with a stage; empty, except for a sandbox. */
  readonly stagePrefix: string;
  /** `dev` first, `prod` when the deployment has it. */
  readonly stages: readonly StageSettings[];
  /** Where the code of the functions comes from. */
  readonly code: FunctionCode;
  /** Where kite-build keeps code. */
  readonly source: SourceCode;
  readonly build: BuildSettings;
  /** Bucket of the Terraform state. */
  readonly stateBucket: string;
  /** A name of its own; `undefined`: the addresses of API Gateway. */
  readonly domain: DomainSettings | undefined;
  readonly watch: WatchSettings;
  /** Policy that bounds every role; `undefined`: none. */
  readonly permissionsBoundaryArn: string | undefined;
}

/** Either a deployment, or all that is wrong with its file. */
export type DeploymentResult =
  | { readonly deployment: Deployment }
  | { readonly faults: readonly SettingFault[] };

/**
 * Reads `<directory>/<name>.json` and checks all of it.
 * @param isNamed whether a person asked for this file: then its absence is a mistake, not a clone without one
 */
export function readDeployment(directory: string, name: string, isNamed = false): DeploymentResult {
  const source = `deployments/${name}.json`;
  const content = readJson(join(directory, `${name}.json`));
  if ("problem" in content) {
    return { faults: [wholeFileFault(source, isNamed ? "wrong" : content.kind, content.problem)] };
  }
  if (content.duplicates.length > 0) {
    return { faults: content.duplicates.map((path) => duplicateFault(path.join("."), source)) };
  }
  const parsed = deploymentSchema.safeParse(content.value);
  if (!parsed.success) {
    return { faults: parsed.error.issues.flatMap((issue) => faultsOf(issue, content.value, source)) };
  }
  if (holdsProdSettings(content.value) && !parsed.data.prodStage) {
    return { faults: [contradictionFault(source)] };
  }
  const contradictions = [
    ...partitionFaults(parsed.data, source),
    ...codeFaults(parsed.data, source),
    ...domainFaults(parsed.data, source),
    ...watchFaults(parsed.data, source),
  ];
  return contradictions.length > 0 ? { faults: contradictions } : { deployment: complete(name, parsed.data) };
}

function complete(name: string, file: DeploymentFile): Deployment {
  const dev: StageSettings = { name: "dev", ...file.stages.dev };
  const prod: StageSettings = { name: "prod", ...file.stages.prod };
  return {
    name,
    account: file.account,
    region: file.region,
    app: file.app,
    stagePrefix: "",
    stages: file.prodStage ? [dev, prod] : [dev],
    code: functionCode(file),
    source: sourceCode(file),
    build: buildOf(file),
    stateBucket: file.stateBucket ?? `${file.app}-terraform-state-${file.account}`,
    domain: domainOf(file),
    watch: watchOf(file),
    permissionsBoundaryArn: file.permissionsBoundaryArn,
  };
}

/** What is wrong, for a person: one issue may name several keys. */
export function faultsOf(issue: z.core.$ZodIssue, value: unknown, source: string): SettingFault[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      name: [...issue.path, key].join("."),
      source,
      kind: "wrong",
      got: "an unknown key",
      ...UNKNOWN_KEY_HELP,
    }));
  }
  const got = valueAt(value, issue.path);
  return [
    {
      name: issue.path.join(".") || "the whole file",
      source,
      kind: got === undefined ? "missing" : "wrong",
      got: got === undefined ? "nothing" : JSON.stringify(got),
      ...(issue.path.length === 0 ? WHOLE_FILE_HELP : deploymentHelp(issue.path)),
    },
  ];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === "object" && current !== null
        ? (current as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  );
}

function holdsProdSettings(value: unknown): boolean {
  return valueAt(value, ["stages", "prod"]) !== undefined;
}

const WHOLE_FILE_HELP = {
  wanted: "a JSON object with at least account, region and app",
  where: "copy deployments/kite.json, and name it in KITE_DEPLOYMENT",
};

/** The file that the others are copies of. */
const EXAMPLE = "deployments/kite.json";
const EXAMPLE_WHERE = `git checkout ${EXAMPLE}, or copy the example in docs/deploy.md`;

function wholeFileFault(source: string, kind: SettingFault["kind"], got: string): SettingFault {
  const help = source === EXAMPLE ? { ...WHOLE_FILE_HELP, where: EXAMPLE_WHERE } : WHOLE_FILE_HELP;
  return { name: "the whole file", source, kind, got, ...help };
}

function duplicateFault(name: string, source: string): SettingFault {
  return {
    name,
    source,
    kind: "wrong",
    got: "the key more than once",
    wanted: "each key once",
    where: "keep the value that you mean",
  };
}

function contradictionFault(source: string): SettingFault {
  return {
    name: "prodStage",
    source,
    kind: "wrong",
    got: "settings for stages.prod without prodStage",
    wanted: "prodStage true, or no stages.prod: otherwise prod would be planned away in silence",
    where: "decide it",
  };
}
