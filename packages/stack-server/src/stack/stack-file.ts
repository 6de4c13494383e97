import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StackError } from "./stack-error";

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A declared resource or data source, not evaluated. */
export interface Declaration {
  /** Terraform address, for example `aws_sqs_queue.outbox` or `data.aws_region.current`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** A `cdk.tf.json`, sorted by kind of declaration and not evaluated. */
export interface StackFile {
  readonly file: string;
  readonly directory: string;
  readonly resources: readonly Declaration[];
  readonly dataSources: readonly Declaration[];
  readonly locals: ReadonlyMap<string, Json>;
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Provider configurations by name. A name has several configurations if there are aliases. */
  readonly providers: ReadonlyMap<string, readonly JsonObject[]>;
  /** Names of top-level blocks that are not read, for example `module`. */
  readonly unread: readonly string[];
}

/** Reads the file. @throws StackError when it is missing, is not JSON, or does not follow Terraform's JSON syntax */
export function readStackFile(directory: string): StackFile {
  const file = join(directory, "cdk.tf.json");
  const root = parseFile(file);
  const asObjects = (address: string, value: Json): readonly JsonObject[] => {
    const list = isJsonList(value) ? value : [value];
    if (list.every(isJsonObject)) {
      return list;
    }
    throw new StackError(
      file,
      address,
      "must be a JSON object or a list of JSON objects. Synthesize the stack again",
    );
  };
  /** Reads a block of named declarations: an object, or a list of objects that are merged. `//` is a comment. */
  const bodies = (address: string, value: Json | undefined): ReadonlyMap<string, Json> => {
    const entries = asObjects(address, value ?? {}).flatMap((object) => Object.entries(object));
    return new Map(entries.filter(([name]) => name !== "//"));
  };
  const objects = (address: string, value: Json | undefined): ReadonlyMap<string, JsonObject> =>
    new Map(
      [...bodies(address, value)].map(([name, item]) => {
        const [body = {}, ...more] = asObjects(`${address}.${name}`, item);
        if (more.length > 0) {
          throw new StackError(file, `${address}.${name}`, "is declared more than once. Declare it once");
        }
        return [name, body];
      }),
    );
  const declarations = (prefix: string, block: string): readonly Declaration[] =>
    [...bodies(block, root[block])].flatMap(([type, named]) =>
      [...objects(`${prefix}${type}`, named)].map(([name, body]) => ({
        address: `${prefix}${type}.${name}`,
        type,
        name,
        body,
      })),
    );
  return {
    file,
    directory,
    resources: declarations("", "resource"),
    dataSources: declarations("data.", "data"),
    locals: bodies("locals", root.locals),
    variables: objects("variable", root.variable),
    outputs: objects("output", root.output),
    providers: new Map(
      [...bodies("provider", root.provider)].map(([name, value]) => [name, asObjects(name, value)]),
    ),
    unread: Object.keys(root).filter((name) => !readBlocks.has(name)),
  };
}

/** The blocks above, and blocks that have no effect here: settings of Terraform, imports and removals. */
const readBlocks: ReadonlySet<string> = new Set([
  "//",
  "resource",
  "data",
  "locals",
  "variable",
  "output",
  "provider",
  "terraform",
  "import",
  "moved",
  "removed",
]);

function parseFile(file: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new StackError(
      file,
      "",
      "cannot be read. Synthesize the stack first, for example with `cdktf synth`",
      { cause },
    );
  }
  try {
    const root = JSON.parse(text) as Json;
    if (isJsonObject(root)) {
      return root;
    }
  } catch (cause) {
    throw new StackError(file, "", "is not JSON. Synthesize the stack again", { cause });
  }
  throw new StackError(file, "", "does not contain a JSON object. Synthesize the stack again");
}

/** Returns whether a JSON value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonList(value);
}

/** Returns whether a JSON value is a list. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
