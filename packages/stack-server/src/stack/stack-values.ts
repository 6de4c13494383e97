import { type ComputedFrom, computedAttributes } from "./computed-attributes";
import { dataSourceAttributes } from "./data-sources";
import { evaluateTemplate, type Scope } from "./expression/evaluate";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import { toText, type Value } from "./expression/value";
import { defaultRegion, type ProviderSettings, providerSettings } from "./provider-settings";
import { type Declaration, isJsonList, isJsonObject, type Json, type StackFile } from "./stack-file";

/** URLs of a server, for computed attributes such as `api_endpoint`. They have no slash at the end. */
export interface StackContext {
  /** `api_endpoint` of HTTP APIs, for example `http://localhost:3000`. */
  readonly httpEndpoint: string;
  /** `api_endpoint` of WebSocket APIs, for example `ws://localhost:3000`. */
  readonly webSocketEndpoint: string;
  /** The listener for SQS, for example `http://127.0.0.1:41234`. */
  readonly servicesEndpoint: string;
}

/** Evaluates what a stack declares, following references; every attribute once. */
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

  /** Settings of a provider by name (`aws`, `aws.virginia`). @throws ExpressionError */
  provider(name?: string): ProviderSettings {
    return providerSettings(this.#stack, (json) => this.evaluate(json), name);
  }

  /** Evaluates any JSON of the file; every string and every key in it is a template. @throws ExpressionError */
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

  /** A resource's attribute as declared, else as computed. @throws ExpressionError when it is neither */
  attribute(resource: Declaration, name: string): Value {
    const value = this.optionalAttribute(resource, name);
    if (value === undefined) {
      throw new ExpressionError(
        `${resource.address} declares no \`${name}\`, and the local run does not know what AWS gives for it`,
      );
    }
    return value;
  }

  /** The same, or `undefined` when it is neither declared nor computed. @throws ExpressionError */
  optionalAttribute(resource: Declaration, name: string): Value | undefined {
    const declared = Object.hasOwn(resource.body, name) ? resource.body[name] : undefined;
    if (declared !== undefined && declared !== null) {
      return this.#once(`${resource.address}.${name}`, () => this.evaluate(declared));
    }
    const table = computedAttributes[resource.type] ?? {};
    const compute = Object.hasOwn(table, name) ? table[name] : undefined;
    return compute && this.#once(`${resource.address}.${name}`, () => compute(this.#computedFrom(resource)));
  }

  /** @throws ExpressionError, a BrokenReferenceError when the stack declares no such thing. */
  resolve(path: readonly string[]): { readonly value: Value; readonly taken: number } {
    const [root = "", name = "", third = "", fourth = ""] = path;
    const unread = unreadRoots.get(root);
    if (unread !== undefined) {
      throw new ExpressionError(`the local run does not evaluate \`${path.join(".")}\`: ${unread}`);
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
      throw new ExpressionError(
        `the variable \`${name}\` has no default, and the local run sets no variables`,
      );
    }
    // A default is taken as it stands: no template.
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
      throw new ExpressionError(`the local run does not know the attribute \`${attribute}\` of ${address}`);
    }
    return compute(this.#home(source));
  }

  #resource(address: string, attribute: string): Value {
    const resource = declared(this.#resources, address, `\`${address}\``);
    for (const repeated of ["count", "for_each"]) {
      if (resource.body[repeated] !== undefined) {
        throw new ExpressionError(`${address} uses \`${repeated}\`, which the local run does not evaluate`);
      }
    }
    if (attribute === "") {
      throw new ExpressionError(`the local run evaluates attributes of ${address}, not the whole of it`);
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
   * Puts the local URL of a stage in the place of the one under a custom domain: a local run has one address, and what a
   * stack calls `https://api.example.org/dev` is served at `http://localhost:3000/dev`. Custom domains are looked up at
   * the first URL: their mappings hold none.
   */
  #localized(text: string): string {
    this.#localUrls ??= this.#stack.resources
      .filter(({ type }) => type === "aws_apigatewayv2_api_mapping")
      .flatMap((mapping) => this.#tryLocalUrl(mapping));
    return this.#localUrls.reduce((result, { pattern, url }) => result.replace(pattern, () => url), text);
  }

  /** A mapping that cannot be evaluated is nothing to say here: whoever reads the mappings tells of it. */
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

  /** @throws BrokenReferenceError for a circle: Terraform refuses it too. */
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

/** The kinds of references that are evaluated; the list in the docs has the same. */
export const referenceKinds: readonly string[] = [
  "<resource type>.<name>.<attribute>",
  "data.<type>.<name>.<attribute>",
  "local.<name>",
  "var.<name>",
];

const unreadRoots: ReadonlyMap<string, string> = new Map([
  ["count", "resources with `count` are not served"],
  ["each", "resources with `for_each` are not served"],
  ["module", "modules are not read"],
  ["path", "paths of Terraform's own are not known"],
  ["self", "it stands for a resource only while that is made"],
  ["terraform", "there is no Terraform in a local run"],
]);

/** A URL under a custom domain, and what is served in its place. */
interface LocalUrl {
  readonly pattern: RegExp;
  readonly url: string;
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** @throws BrokenReferenceError */
function declared<T>(things: ReadonlyMap<string, T>, name: string, what: string): T {
  const found = things.get(name);
  if (found === undefined) {
    throw new BrokenReferenceError(`the stack declares no ${what}`);
  }
  return found;
}

function byAddress(declarations: readonly Declaration[]): ReadonlyMap<string, Declaration> {
  return new Map(declarations.map((declaration) => [declaration.address, declaration]));
}
