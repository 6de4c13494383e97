import { z } from "zod";
import { alarmOptions } from "../../stacks/options/alarm-options";
import { buildOptions } from "../../stacks/options/build-options";
import { kiteOptions } from "../../stacks/options/kite-options";
import type { Options } from "../../stacks/options/option";
import { stageOptions } from "../../stacks/options/stage-options";
import { type Member, readDeclarations } from "./read-declarations";

const sources = [
  "stacks/build-stack-props.ts",
  "stacks/kite-stack-props.ts",
  "stacks/stage-props.ts",
  "stacks/state-stack-props.ts",
  "stacks/options/alarm-options.ts",
  "stacks/options/build-options.ts",
  "stacks/options/kite-options.ts",
  "stacks/options/stage-options.ts",
  "stacks/options/widget-options.ts",
];

/** The tables of options. The schema of an option determines its type. */
const tables: Readonly<Record<string, Options>> = { alarmOptions, buildOptions, kiteOptions, stageOptions };

/** Interfaces that have their own section. An interface that extends one of them links to that section. */
const documented = ["KiteStackProps", "StageProps", "BuildStackProps", "StateStackProps"];

/** Returns the content of docs/props.md, from the doc comments of the props of the stacks. */
export function describeProps(): string {
  const declarations = readDeclarations(sources);
  const commentOf = (name: string) => declarations.get(name)?.comment.text ?? "";
  return [
    "# Props of the stacks",
    "",
    "Use this page to look up a prop while you write [a program of your own](guides/own-program.md).",
    "`npx kite describe-props` generates it from the doc comments in `stacks/`, and a test compares the two. A deployment",
    "file takes most of these props as keys: see [settings](settings.md).",
    "",
    ...documented.flatMap((name) => [`## ${name}`, "", commentOf(name), "", ...describe(name), ""]),
    "## alarms",
    "",
    commentOf("alarmOptions"),
    "",
    ...tableOf(membersOfTable("alarmOptions")),
    "",
  ].join("\n");

  function describe(name: string): readonly string[] {
    const linked = (declarations.get(name)?.heritage ?? []).filter((it) => documented.includes(it));
    return [
      ...tableOf(membersOf(name)),
      ...linked.flatMap((it) => ["", `It also takes every prop of [${it}](#${it.toLowerCase()}).`]),
    ];
  }

  /**
   * Returns the members of an interface, its own first. Omits members that it inherits from an interface with a
   * section.
   */
  function membersOf(name: string): readonly Member[] {
    const { members = [], heritage = [] } = declarations.get(name) ?? {};
    const inherited = heritage.filter((it) => !documented.includes(it)).flatMap(membersOfHeritage);
    const own = new Set(members.map((member) => member.name));
    return [...members, ...inherited.filter((member) => !own.has(member.name))];
  }

  function membersOfHeritage(heritage: string): readonly Member[] {
    const [, table] = /^OptionProps<typeof (\w+)>$/.exec(heritage) ?? [];
    if (table !== undefined) {
      return membersOfTable(table);
    }
    const [, name = heritage, picked = ""] = /^Pick<(\w+), (.+)>$/.exec(heritage) ?? [];
    const names = [...picked.matchAll(/"(\w+)"/g)].map(([, it]) => it);
    return membersOf(name).filter((member) => names.includes(member.name));
  }

  /** Returns the members of a table, including those of the tables that it spreads. */
  function membersOfTable(name: string): readonly Member[] {
    const spread = declarations.get(name)?.heritage ?? [];
    const declared = [name, ...spread].flatMap((it) => declarations.get(it)?.members ?? []);
    return Object.entries(tables[name] ?? {}).flatMap(([key, option]) =>
      declared.filter((member) => member.name === key).map((member) => ({ ...member, type: typeOf(option) })),
    );
  }
}

function tableOf(members: readonly Member[]): readonly string[] {
  const sorted = [...members.filter((it) => !it.optional), ...members.filter((it) => it.optional)];
  const rows = sorted.map(({ name, type = "", optional, comment }) => {
    const cells = [
      `\`${name}\``,
      typeCell(type),
      optional ? (comment.default ?? "none") : "required",
      comment.text,
    ];
    return `| ${cells.map((it) => it.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return ["| prop | type | default | meaning |", "|---|---|---|---|", ...rows];
}

/** Returns a type, as a link if it has its own section. */
function typeCell(type: string): string {
  return [...documented, "alarms"].includes(type) ? `[${type}](#${type.toLowerCase()})` : `\`${type}\``;
}

/** Returns the type of a prop in TypeScript syntax, or the name of its section. */
function typeOf(option: Options[string] | undefined): string {
  if (option === undefined) {
    return "";
  }
  if (option.options) {
    return "alarms";
  }
  return typeText(z.toJSONSchema(option.schema, { io: "input", unrepresentable: "any" }));
}

function typeText({ type, items, enum: values, const: value, anyOf }: z.core.JSONSchema.BaseSchema): string {
  const all = values ?? (value === undefined ? undefined : [value]);
  if (all) {
    return all.map((it) => JSON.stringify(it)).join(" | ");
  }
  if (anyOf) {
    const types = anyOf.map((it) => typeText(it as z.core.JSONSchema.BaseSchema));
    return types.includes("string") ? "string" : types.join(" | ");
  }
  if (type === "array") {
    return `readonly ${typeText(items as z.core.JSONSchema.BaseSchema)}[]`;
  }
  return type === "integer" ? "number" : String(type ?? "unknown");
}
