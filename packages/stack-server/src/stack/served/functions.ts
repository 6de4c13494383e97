import { resolve } from "node:path";
import type { Attributes } from "../attributes";
import type { FunctionModel } from "../model";
import { NotServed, ResourceFault } from "../stack-error";
import { mapEntry, type ResourceReader, type StackReader } from "../stack-reader";
import { parseFunctionReference } from "./function-names";

/** The functions of a stack, to be found by name or ARN. */
export interface FunctionCatalog {
  readonly functions: readonly FunctionModel[];
  /**
   * Finds the function that another resource calls, and checks its alias or version.
   *
   * @param nameOrArn With or without a qualifier.
   * @throws StackError when there is no such function, alias or version; NotServed when it is not served.
   */
  need(nameOrArn: string, neededBy: string): FunctionModel;
}

/** Reads `aws_lambda_function` and `aws_lambda_alias`. @throws StackError */
export function readFunctions(reader: StackReader): FunctionCatalog {
  const aliases = reader.served(reader.readAll(aliasReader));
  const entries = reader.readAll(functionReader(reader.stack.directory)).map((entry) => {
    const own = aliases.filter(({ functionName }) => functionName === entry.key).map(({ name }) => name);
    return mapEntry(entry, (value) => ({ ...value, aliases: own }));
  });
  for (const alias of aliases) {
    reader.find(entries, alias.functionName, alias.address, "function");
  }
  return {
    functions: reader.served(entries),
    need: (nameOrArn, neededBy) => {
      const { functionName, qualifier } = parseFunctionReference(nameOrArn);
      const entry = entries.find(({ key }) => key === functionName);
      if (entry === undefined) {
        const names = entries.map(({ key }) => key).join(", ") || "none";
        throw reader.error(neededBy, `there is no function \`${nameOrArn}\` in the stack; it has: ${names}`);
      }
      const found = reader.need(entry, neededBy);
      const qualifiers = [...found.aliases, found.version, "$LATEST"];
      if (qualifier !== undefined && !qualifiers.includes(qualifier)) {
        const reason = `${found.address} has no alias or version \`${qualifier}\`; it has: ${qualifiers.join(", ")}`;
        throw reader.error(neededBy, reason);
      }
      return found;
    },
  };
}

interface AliasModel {
  readonly address: string;
  readonly name: string;
  readonly functionName: string;
}

const aliasReader: ResourceReader<AliasModel> = {
  type: "aws_lambda_alias",
  key: "arn",
  read: (attributes, address) => ({
    address,
    name: attributes.text("name"),
    functionName: parseFunctionReference(attributes.text("function_name")).functionName,
  }),
};

function functionReader(directory: string): ResourceReader<FunctionModel> {
  return {
    type: "aws_lambda_function",
    key: "function_name",
    read: (attributes, address) => ({
      address,
      functionName: attributes.text("function_name"),
      arn: attributes.text("arn"),
      version: attributes.text("version"),
      aliases: [],
      packagePath: packagePath(attributes, directory),
      runtime: attributes.text("runtime"),
      handler: attributes.text("handler"),
      memorySizeMb: attributes.number("memory_size"),
      timeoutSeconds: attributes.number("timeout"),
      reservedConcurrentExecutions: reservation(attributes),
      environment: attributes.block("environment")?.textMap("variables") ?? {},
    }),
  };
}

function packagePath(attributes: Attributes, directory: string): string {
  const filename = attributes.optionalText("filename");
  if (filename !== undefined) {
    return resolve(directory, filename);
  }
  const key = attributes.optionalText("s3_key");
  if (key !== undefined) {
    throw new NotServed(`its code lies in a bucket (\`${key}\`); the local run takes code from files only`);
  }
  if (attributes.text("package_type") === "Image") {
    throw new NotServed("its code is a container image; the local run takes code from files only");
  }
  throw new ResourceFault("`filename`: it is not declared; it names the zip with the code");
}

/** -1 stands for no reservation. */
function reservation(attributes: Attributes): number | undefined {
  const reserved = attributes.optionalNumber("reserved_concurrent_executions") ?? -1;
  return reserved < 0 ? undefined : reserved;
}
