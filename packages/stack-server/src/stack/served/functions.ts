import { resolve } from "node:path";
import type { Attributes } from "../attributes";
import type { FunctionModel } from "../model";
import { NotServed, ResourceFault } from "../stack-error";
import { mapEntry, type ResourceReader, type StackReader } from "../stack-reader";
import { parseFunctionReference } from "./function-names";

/** Finds the functions of a stack by name or ARN. */
export interface FunctionCatalog {
  readonly functions: readonly FunctionModel[];
  /**
   * Returns the function that another resource refers to, and checks its alias or version.
   *
   * @param nameOrArn Name or ARN, with or without a qualifier.
   * @throws StackError when there is no such function, alias or version; NotServed when it is not served
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
        throw reader.error(neededBy, `the stack has no function \`${nameOrArn}\`. Its functions: ${names}`);
      }
      const found = reader.need(entry, neededBy);
      const qualifiers = [...found.aliases, found.version, "$LATEST"];
      if (qualifier !== undefined && !qualifiers.includes(qualifier)) {
        const reason = `${found.address} has no alias or version \`${qualifier}\`. Expected one of: ${qualifiers.join(", ")}`;
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
    throw new NotServed(`its code is in a bucket (\`${key}\`); only code in local files is supported`);
  }
  if (attributes.text("package_type") === "Image") {
    throw new NotServed("its code is a container image; only code in local files is supported");
  }
  throw new ResourceFault(
    "`filename`: the attribute is required but not declared; set it to the path of the zip file with the code",
  );
}

/** Returns the reserved concurrency. -1 means no reservation. */
function reservation(attributes: Attributes): number | undefined {
  const reserved = attributes.optionalNumber("reserved_concurrent_executions") ?? -1;
  return reserved < 0 ? undefined : reserved;
}
