import { join } from "node:path";
import { parse } from "dotenv";
import { repositoryFolder } from "../constructs/repository";
import { type OptionFault, OptionsError, optionFault } from "../stacks/options/option-fault";
import { type Deployment, readDeployment } from "./deployment";
import { type EnvironmentResult, readEnvironment } from "./environment";
import { readText } from "./read-file";
import { inSandbox, sandboxFaults } from "./sandbox";
import { unknownVariables } from "./unknown-variables";
import type { StackName, VariableValues } from "./variables";

/** Represents all settings: the deployment file and the environment, checked, complete and frozen. */
export interface Settings {
  readonly deployment: Deployment;
  /** Variables of `.env` and the environment. */
  readonly variables: VariableValues;
}

/** Locates the files and variables that the settings are read from. */
export interface SettingsSource {
  /**
   * Folder with `.env` and `deployments/`.
   * @default - the repository
   */
  readonly directory?: string;
  /**
   * Variables, which override those of `.env`.
   * @default - the environment of the process
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Represents the settings, or all faults of both files and the stacks named in `KITE_STACKS`. */
export type SettingsLookup =
  | { readonly settings: Settings; readonly warnings: readonly string[] }
  | {
      readonly faults: readonly OptionFault[];
      readonly wantedStacks: readonly StackName[] | undefined;
      readonly warnings: readonly string[];
    };

/**
 * Reads and checks all settings.
 * @throws OptionsError all faults of both files in one message
 */
export function readSettings(source: SettingsSource = {}): Settings {
  const lookup = lookUpSettings(source);
  if ("faults" in lookup) {
    throw new OptionsError(lookup.faults);
  }
  return lookup.settings;
}

/** Reads and checks all settings like {@link readSettings}, for a caller that can continue without them. */
export function lookUpSettings(source: SettingsSource = {}): SettingsLookup {
  const directory = source.directory ?? repositoryFolder;
  const environment = lookUpVariables(source);
  const { values, warnings } = environment;
  const read = readDeployment(
    join(directory, "deployments"),
    values.KITE_DEPLOYMENT,
    environment.namesDeployment,
  );
  const faults = [
    ...("faults" in read ? read.faults : sandboxFaults(read.deployment, values.KITE_SANDBOX)),
    ...environment.faults,
  ];
  if ("deployment" in read && faults.length === 0) {
    return {
      settings: deepFreeze({
        deployment: inSandbox(read.deployment, values.KITE_SANDBOX),
        variables: values,
      }),
      warnings,
    };
  }
  return { faults, wantedStacks: values.KITE_STACKS, warnings };
}

/**
 * Returns the checked variables of `.env` and the environment, for a program without a deployment file.
 * @throws OptionsError all faults in one message
 */
export function readVariables(source: SettingsSource = {}): VariableValues {
  const { values, faults } = lookUpVariables(source);
  if (faults.length > 0) {
    throw new OptionsError(faults);
  }
  return values;
}

/** Returns a warning for each variable that has a name like Kite's but is unknown. */
export function variableWarnings(source: SettingsSource = {}): readonly string[] {
  return lookUpVariables(source).warnings;
}

function lookUpVariables(
  source: SettingsSource,
): EnvironmentResult & { readonly warnings: readonly string[]; readonly namesDeployment: boolean } {
  const dotenv = readDotenv(join(source.directory ?? repositoryFolder, ".env"));
  const environment = source.environment ?? process.env;
  const variables: SettingsSource["environment"] = { ...dotenv.variables, ...environment };
  const { values, faults } = readEnvironment(variables);
  return {
    values,
    namesDeployment: (variables.KITE_DEPLOYMENT ?? "").trim() !== "",
    faults: [...dotenv.faults, ...faults],
    warnings: unknownVariables(Object.keys(dotenv.variables), Object.keys(environment)),
  };
}

function readDotenv(path: string): {
  readonly variables: Readonly<Record<string, string>>;
  readonly faults: readonly OptionFault[];
} {
  const read = readText(path);
  if ("text" in read) {
    return { variables: parse(read.text), faults: [] };
  }
  if (read.kind === "missing") {
    return { variables: {}, faults: [] };
  }
  const help = {
    expected: "a text file in UTF-8, or in UTF-16 with a byte order mark",
    where: "copy .env.example.txt, or save the file again as UTF-8",
  };
  return { variables: {}, faults: [optionFault("the whole file", ".env", read.problem, help, read.kind)] };
}

/** Freezes a value and everything in it, and returns the value. */
function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
