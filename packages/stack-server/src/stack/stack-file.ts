import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StackError } from "./stack-error";

/** What a JSON file may hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A resource or data source as it stands in the file. */
export interface Declaration {
  /** `aws_sqs_queue.outbox`, or `data.aws_region.current`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** A `cdk.tf.json`, sorted by kind and not evaluated. */
export interface StackFile {
  readonly file: string;
  readonly directory: string;
  readonly resources: readonly Declaration[];
  readonly dataSources: readonly Declaration[];
  readonly locals: ReadonlyMap<string, Json>;
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Configurations of providers by name; several when there are aliases. */
  readonly providers: ReadonlyMap<string, readonly JsonObject[]>;
  /** Top-level blocks that are not read, `module` for example. */
  readonly unread: readonly string[];
}

/** @throws StackError when the file is absent, is no JSON or has another shape than Terraform's JSON syntax. */
export function readStackFile(directory: string): StackFile {
  const file = join(directory, "cdk.tf.json");
  const root = parseFile(file);
  const asObjects = (address: string, value: Json): readonly JsonObject[] => {
    const list = isJsonList(value) ? value : [value];
    if (list.every(isJsonObject)) {
      return list;
    }
    throw new StackError(file, address, "is no JSON object, and no list of them. Synthesize the stack again");
  };
  /** A block of named things: an object, or a list of objects whose names add up. `//` is a comment. */
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

/** The blocks above, and those that mean nothing to a run: what Terraform itself needs, adopts or forgets. */
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
  throw new StackError(file, "", "holds no JSON object. Synthesize the stack again");
}

/** Tells a JSON object from lists and plain values. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isJsonList(value);
}

/** Tells a JSON list from objects and plain values. */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
