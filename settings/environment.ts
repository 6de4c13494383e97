import { type OptionFault, optionFault } from "../stacks/options/option-fault";
import { type Variable, type VariableName, type VariableValues, variableTable } from "./variables";

/** Represents the checked environment. */
export interface EnvironmentResult {
  /** The value of every variable. An invalid variable has its default value. */
  readonly values: VariableValues;
  readonly faults: readonly OptionFault[];
}

/** Checks the environment, which includes the variables of `.env`. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): EnvironmentResult {
  const values: Partial<Record<VariableName, unknown>> = {};
  const faults: OptionFault[] = [];
  for (const [name, variable] of variables()) {
    const text = environment[name]?.trim() || undefined;
    const parsed = variable.schema.safeParse(text);
    values[name] = parsed.success ? parsed.data : variable.schema.parse(undefined);
    if (!parsed.success) {
      faults.push(faultOf(name, variable, text));
    }
  }
  // The loop sets every name of the table.
  return { values: values as VariableValues, faults };
}

/** Returns the lines of `.env.example.txt`, so that a test can compare them with the file. */
export function describeVariables(): readonly string[] {
  return variables().map(([name, variable]) => {
    const unset = variable.schema.parse(undefined);
    const standard = unset === undefined ? "" : ` (default: ${String(unset)})`;
    return `${name}="" # ${variable.secret ? "secret; " : ""}${variable.meaning}${standard}`;
  });
}

function variables(): readonly (readonly [VariableName, Variable])[] {
  return (Object.keys(variableTable) as VariableName[]).map((name) => [name, variableTable[name]]);
}

function faultOf(name: VariableName, variable: Variable, text: string | undefined): OptionFault {
  const received = variable.secret ? "a value that is not shown" : JSON.stringify(text);
  return optionFault(name, ".env or the environment", received, variable);
}
