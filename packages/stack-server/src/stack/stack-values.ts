import { type ComputedFrom, computedAttributes } from "./computed-attributes";
import { dataSourceAttributes } from "./data-sources";
import { evaluateTemplate, type Scope } from "./expression/evaluate";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import { toText, type Value } from "./expression/value";
import { defaultRegion, type ProviderSettings, providerSettings } from "./provider-settings";
import { type Declaration, isJsonList, isJsonObject, type Json, type StackFile } from "./stack-file";

/** URLs of a server, for computed attributes such as `api_endpoint`. They do not end with a slash. */
export interface StackContext {
  /** `api_endpoint` of HTTP APIs, for example `http://localhost:3000`. */
  readonly httpEndpoint: string;
  /** `api_endpoint` of WebSocket APIs, for example `ws://localhost:3000`. */
  readonly webSocketEndpoint: string;
  /** The listener for SQS, for example `http://127.0.0.1:41234`. */
  readonly servicesEndpoint: string;
}

/** Evaluates the attributes of a stack and follows references. Evaluates each attribute once. */
export class StackValues implements Scope {
  readonly #stack: StackFile;
  readonly #context: StackContext;
  readonly #resources: ReadonlyMap<string, Declaration>;
  readonly #dataSources: ReadonlyMap<string, Declaration>;
  readonly #known = new Map<string, Value>();
  readonly #underway = new Set<string>();
  #localUrls: readonly LocalUrl[] | undefined;

  constructor(stack: StackFile, context: StackContext) {
    this.#stack = stack;
    this.#context = context;
    this.#resources = byAddress(stack.resources);
    this.#dataSources = byAddress(stack.dataSources);
  }

  /** Returns the settings of a provider by name (`aws`, `aws.virginia`). @throws ExpressionError */
  provider(name?: string): ProviderSettings {
    return providerSettings(this.#stack, (json) => this.evaluate(json), name);
  }

  /** Evaluates any JSON of the file. Every string and every key in it is a template. @throws ExpressionError */
  evaluate(json: Json): Value {
    if (typeof json === "string") {
      const value = evaluateTemplate(json, this);
      return typeof value === "string" && value.includes("://") ? this.#localized(value) : value;
    }
    if (isJsonList(json)) {
      return json.map((item) => this.evaluate(item));
    }
    if (isJsonObject(json)) {
      return Object.fromEntries(
        Object.entries(json).map(([key, value]) => [
          toText(evaluateTemplate(key, this)),
          this.evaluate(value),
        ]),
      );
    }
    return json;
  }

  /** Returns a resource's declared or computed attribute. @throws ExpressionError if it is neither */
  attribute(resource: Declaration, name: string): Value {
    const value = this.optionalAttribute(resource, name);
    if (value === undefined) {
      throw new ExpressionError(
        `${resource.address} does not declare \`${name}\`, and the value that AWS would set is unknown`,
      );
    }
    return value;
  }

  /** Returns an attribute, or `undefined` if it is neither declared nor computed. @throws ExpressionError */
  optionalAttribute(resource: Declaration, name: string): Value | undefined {
    const declared = Object.hasOwn(resource.body, name) ? resource.body[name] : undefined;
    if (declared !== undefined && declared !== null) {
      return this.#once(`${resource.address}.${name}`, () => this.evaluate(declared));
    }
    const table = computedAttributes[resource.type] ?? {};
    const compute = Object.hasOwn(table, name) ? table[name] : undefined;
    return compute && this.#once(`${resource.address}.${name}`, () => compute(this.#computedFrom(resource)));
  }

  /**
   * Resolves a reference.
   *
   * @throws ExpressionError; BrokenReferenceError when the stack does not declare its target
   */
  resolve(path: readonly string[]): { readonly value: Value; readonly taken: number } {
    const [root = "", name = "", third = "", fourth = ""] = path;
    const unread = unreadRoots.get(root);
    if (unread !== undefined) {
      throw new ExpressionError(`\`${path.join(".")}\` is not supported: ${unread}`);
    }
    if (root === "var") {
      return { value: this.#variable(name), taken: 2 };
    }
    if (root === "local") {
      return { value: this.#local(name), taken: 2 };
    }
    if (root === "data") {
      return { value: this.#dataSource(`data.${name}.${third}`, fourth), taken: 4 };
    }
    return { value: this.#resource(`${root}.${name}`, third), taken: 3 };
  }

  #variable(name: string): Value {
    const variable = declared(this.#stack.variables, name, `variable \`${name}\``);
    if (variable.default === undefined) {
      throw new ExpressionError(`the variable \`${name}\` has no default, and variables cannot be set`);
    }
    // A default is a plain value, not a template.
    return variable.default;
  }

  #local(name: string): Value {
    const local = declared(this.#stack.locals, name, `local value \`${name}\``);
    return this.#once(`local.${name}`, () => this.evaluate(local));
  }

  #dataSource(address: string, attribute: string): Value {
    const source = declared(this.#dataSources, address, `\`${address}\``);
    const table = dataSourceAttributes[source.type] ?? {};
    const compute = Object.hasOwn(table, attribute) ? table[attribute] : undefined;
    if (compute === undefined) {
      throw new ExpressionError(`the attribute \`${attribute}\` of ${address} is not supported`);
    }
    return compute(this.#home(source));
  }

  #resource(address: string, attribute: string): Value {
    const resource = declared(this.#resources, address, `\`${address}\``);
    for (const repeated of ["count", "for_each"]) {
      if (resource.body[repeated] !== undefined) {
        throw new ExpressionError(`${address} uses \`${repeated}\`, which is not supported`);
      }
    }
    if (attribute === "") {
      throw new ExpressionError(
        `a reference to the whole of ${address} is not supported; refer to one of its attributes`,
      );
    }
    return this.attribute(resource, attribute);
  }

  #computedFrom(resource: Declaration): ComputedFrom {
    const { region, accountId } = this.#home(resource);
    return {
      ...this.#context,
      address: resource.address,
      region,
      accountId,
      text: (attribute) => toText(this.attribute(resource, attribute)),
      optionalText: (attribute) => {
        const value = this.optionalAttribute(resource, attribute);
        return value === undefined ? undefined : toText(value);
      },
      endpointOf: (apiId) => this.#endpointOf(apiId),
    };
  }

  #home(declaration: Declaration): { region: string; accountId: string } {
    const { provider, region } = declaration.body;
    const settings = this.provider(typeof provider === "string" ? provider : undefined);
    return {
      accountId: settings.accountId,
      region:
        region === undefined || region === null
          ? (settings.region ?? defaultRegion)
          : toText(this.evaluate(region)),
    };
  }

  /**
   * Replaces the URL of a custom domain with the local URL of its stage. For example, `https://api.example.org/dev`
   * becomes `http://localhost:3000/dev`. Evaluates the mappings of custom domains only at the first URL. The mappings
   * contain no URL, so this cannot recurse.
   */
  #localized(text: string): string {
    this.#localUrls ??= this.#stack.resources
      .filter(({ type }) => type === "aws_apigatewayv2_api_mapping")
      .flatMap((mapping) => this.#tryLocalUrl(mapping));
    return this.#localUrls.reduce((result, { pattern, url }) => result.replace(pattern, () => url), text);
  }

  /** Ignores a mapping that cannot be evaluated. The reader of the mappings reports it. */
  #tryLocalUrl(mapping: Declaration): readonly LocalUrl[] {
    try {
      const text = (attribute: string) => toText(this.attribute(mapping, attribute));
      const path = `${text("domain_name")}/${text("api_mapping_key")}`;
      const pattern = new RegExp(`\\b(https|wss)://${literally(path)}(?![\\w.~-])`, "g");
      return [{ pattern, url: `${this.#endpointOf(text("api_id"))}/${text("stage")}` }];
    } catch (error) {
      if (error instanceof ExpressionError) {
        return [];
      }
      throw error;
    }
  }

  #endpointOf(apiId: string): string {
    const api = this.#stack.resources.find(
      (resource) => resource.type === "aws_apigatewayv2_api" && this.attribute(resource, "id") === apiId,
    );
    if (api === undefined) {
      throw new ExpressionError(`the stack declares no API with the id \`${apiId}\``);
    }
    return toText(this.attribute(api, "api_endpoint"));
  }

  /** Evaluates a key once. @throws BrokenReferenceError for a cycle, which Terraform rejects too */
  #once(key: string, compute: () => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    if (this.#underway.has(key)) {
      throw new BrokenReferenceError(`\`${key}\` refers to itself: ${[...this.#underway, key].join(" → ")}`);
    }
    this.#underway.add(key);
    try {
      const value = compute();
      this.#known.set(key, value);
      return value;
    } finally {
      this.#underway.delete(key);
    }
  }
}

/** Supported kinds of references, as listed in the docs. */
export const referenceKinds: readonly string[] = [
  "<resource type>.<name>.<attribute>",
  "data.<type>.<name>.<attribute>",
  "local.<name>",
  "var.<name>",
];

const unreadRoots: ReadonlyMap<string, string> = new Map([
  ["count", "resources with `count` are not supported"],
  ["each", "resources with `for_each` are not supported"],
  ["module", "modules are not supported"],
  ["path", "Terraform's paths are unknown here"],
  ["self", "it refers to a resource only during provisioning"],
  ["terraform", "the stack is served without Terraform"],
]);

/** A URL of a custom domain, and the local URL that replaces it. */
interface LocalUrl {
  readonly pattern: RegExp;
  readonly url: string;
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Returns a declaration by its name. @throws BrokenReferenceError */
function declared<T>(things: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = things.get(name);
  if (found === undefined) {
    throw new BrokenReferenceError(`the stack does not declare ${what}`);
  }
  return found;
}

function byAddress(declarations: readonly Declaration[]): ReadonlyMap<string, Declaration> {
  return new Map(declarations.map((declaration) => [declaration.address, declaration]));
}
