import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Represents an attribute or a nested block, as a provider's typed binding declares it. */
export interface Attribute {
  readonly required: boolean;
  /** `one` is a text, a number or a boolean. */
  readonly shape: "one" | "list" | "map";
  /** The content of a nested block. `undefined`: plain values. */
  readonly inside: Block | undefined;
}

/** The attributes that may be set, by their names in Terraform. */
export type Block = () => ReadonlyMap<string, Attribute>;

/** The arguments and attributes of a type of a provider. */
export interface Binding {
  readonly settable: Block;
  /** The attributes that a reference may name. */
  readonly readable: ReadonlySet<string>;
}

const namePrefix = /^(aws|cloudflare|docker)_/;
const bindings = new Map<string, Binding | undefined>();

/**
 * Reads the attributes of a provider's type from the installed binding, whose version the stack pins.
 * @param type for example `aws_sqs_queue`, `data.cloudflare_zone` or `provider.aws`
 * @returns the binding, or `undefined` if the provider does not have the type
 */
export function bindingOf(type: string): Binding | undefined {
  if (!bindings.has(type)) {
    bindings.set(type, readBinding(type));
  }
  return bindings.get(type);
}

function readBinding(type: string): Binding | undefined {
  const [scope, name] = type.includes(".") ? type.split(".", 2) : ["resource", type];
  const provider = scope === "provider" ? name : name?.match(namePrefix)?.[1];
  const own = name?.replace(namePrefix, "").replaceAll("_", "-");
  const prefix = scope === "data" ? `data-${provider}-` : "";
  const folder = scope === "provider" ? "provider" : `${prefix}${own}`;
  const directory = join(providerLibrary(provider ?? ""), folder);
  return existsSync(join(directory, "index.js")) ? parse(directory) : undefined;
}

function providerLibrary(provider: string): string {
  const manifest = require.resolve("@cdktf/provider-aws/package.json");
  return join(dirname(manifest), "..", `provider-${provider}`, "lib");
}

function parse(directory: string): Binding {
  const code = readFileSync(join(directory, "index.js"), "utf8");
  const types = readFileSync(join(directory, "index.d.ts"), "utf8");
  const main = code.slice(code.search(/^class \w+ extends cdktf\.Terraform(Resource|DataSource|Provider)/m));
  const block = (lines: string, interfaceName: RegExp): Block =>
    once(() => attributesOf(lines, requiredOf(types, interfaceName), nested));
  const nested = (mapper: string): Block => {
    const lines = code.match(
      new RegExp(`function ${mapper}\\(struct\\) \\{[\\s\\S]*?return \\{([^}]*)\\}`),
    )?.[1];
    const name = mapper.replace(/ToTerraform$/, "");
    return block(lines ?? "", new RegExp(`export interface (${name}) `, "i"));
  };
  const settable = main.match(/synthesizeAttributes\(\) \{\s+return \{([^}]*)\}/)?.[1] ?? "";
  return { settable: block(settable, /export interface (\w+Config) /), readable: namesIn(main) };
}

/** Parses lines such as `api_id: cdktf.stringToTerraform(this._apiId),` */
function attributesOf(
  lines: string,
  required: ReadonlySet<string>,
  nested: (mapper: string) => Block,
): ReadonlyMap<string, Attribute> {
  const line = /^\s+(\w+): (.+)\((?:this\._|struct\.)(\w+)(?:\.internalValue)?\),$/gm;
  return new Map(
    [...lines.matchAll(line)].map(([, name = "", mapper = "", property = ""]) => {
      const inner = mapper.match(/(?<!cdktf\.)\b(\w+ToTerraform)\b/)?.[1];
      const shape = mapper.includes("listMapper") ? "list" : mapper.includes("hashMapper") ? "map" : "one";
      return [name, { required: required.has(property), shape, inside: inner ? nested(inner) : undefined }];
    }),
  );
}

function requiredOf(types: string, interfaceName: RegExp): ReadonlySet<string> {
  const start = types.search(interfaceName);
  const body = types.slice(start, types.indexOf("\n}", start));
  return new Set([...body.matchAll(/^ {4}readonly (\w+):/gm)].map((match) => match[1] ?? ""));
}

function namesIn(main: string): ReadonlySet<string> {
  const names = main.matchAll(/(?:get\w+Attribute\(|(?:OutputReference|List|Map)\(this, )["'](\w+)["']/g);
  return new Set([...names].map((match) => match[1] ?? ""));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
