import type { Synthesized } from "../../constructs/synthesized";
import { type Attribute, type Block, bindingOf } from "./binding";
import type { Rule } from "./rule";

/**
 * The provider knows every attribute and nested block. Required attributes are set, and read-only attributes are not.
 * References name existing attributes. The compiler does not check overrides, so without this rule only a plan would
 * fail.
 */
export const attributesKnown: Rule = (stack) => [
  ...declarations(stack).flatMap(({ type, address, values }) => {
    const binding = bindingOf(type);
    return binding === undefined
      ? [`${address}: no such type`]
      : faultsIn(binding.settable, values, address, new Set([...meta, ...readOnly(type)]));
  }),
  ...unknownReferences(stack),
];

/** Meta-arguments of Terraform itself: https://developer.hashicorp.com/terraform/language/meta-arguments */
const meta = ["//", "depends_on", "lifecycle", "provider"];

interface Declaration {
  readonly type: string;
  readonly address: string;
  readonly values: object;
}

function declarations({ document }: Synthesized): readonly Declaration[] {
  const { resource = {}, data = {}, provider = {} } = document as Readonly<Record<string, Tree>>;
  const declared = (prefix: string, tree: Tree) =>
    Object.entries(tree).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, values]) => ({
        type: `${prefix}${type}`,
        address: `${prefix}${type}.${id}`,
        values,
      })),
    );
  return [
    ...declared("", resource),
    ...declared("data.", data),
    ...declared("provider.", provider as unknown as Tree),
  ];
}

type Tree = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Attributes that the bindings accept although the provider overwrites them. */
function readOnly(type: string): readonly string[] {
  return type.startsWith("aws_") ? ["id", "tags_all"] : [];
}

function faultsIn(block: Block, values: object, path: string, apart: ReadonlySet<string>): readonly string[] {
  const known = block();
  const missing = [...known].filter(([name, { required }]) => required && !(name in values));
  return [
    ...missing.map(([name]) => `${path}: ${name} is missing`),
    ...Object.entries(values).flatMap(([name, value]) => {
      if (meta.includes(name) && apart.has(name)) {
        return name === "lifecycle" ? unknownIgnored(block, value as object, path) : [];
      }
      const attribute = apart.has(name) ? undefined : known.get(name);
      return attribute ? faultsOf(attribute, value, `${path}.${name}`) : [`${path}.${name}`];
    }),
  ];
}

function unknownIgnored(block: Block, lifecycle: { ignore_changes?: readonly string[] }, path: string) {
  return (lifecycle.ignore_changes ?? [])
    .filter((name) => !block().has(name))
    .map((name) => `${path}: ignore_changes ${name}`);
}

function faultsOf(attribute: Attribute, value: unknown, path: string): readonly string[] {
  if (isExpression(value)) {
    return [];
  }
  const { shape, inside } = attribute;
  if (inside === undefined) {
    const fits = { one: !isNested(value), list: Array.isArray(value), map: isObject(value) }[shape];
    return fits ? [] : [`${path}: expected ${shape}`];
  }
  const elements = shape === "map" || Array.isArray(value) ? Object.values(value as object) : [value];
  const many = shape === "one" && elements.length > 1 ? [`${path}: expected one`] : [];
  return [
    ...many,
    ...elements.flatMap((element) =>
      isObject(element) ? faultsIn(inside, element, path, new Set()) : [`${path}: expected a block`],
    ),
  ];
}

function isExpression(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

function isNested(value: unknown): boolean {
  return typeof value === "object";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the attributes that expressions refer to but the resource does not have. */
function unknownReferences(stack: Synthesized): readonly string[] {
  const reference = /\b((?:data\.)?(?:aws|cloudflare|docker)_\w+)\.[A-Za-z][\w-]*\.([a-z]\w*)/g;
  const asked = [...stack.json.matchAll(reference)].map(([, type = "", name = ""]) => ({ type, name }));
  return asked
    .filter(({ type, name }) => bindingOf(type)?.readable.has(name) === false)
    .map(({ type, name }) => `${type} has no ${name}`);
}
