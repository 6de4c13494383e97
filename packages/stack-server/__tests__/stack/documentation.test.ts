import { readFileSync } from "node:fs";
import { join } from "node:path";
import { computedAttributes } from "../../src/stack/computed-attributes";
import { dataSourceAttributes, declaredOnlyDataSources } from "../../src/stack/data-sources";
import { functionNames } from "../../src/stack/expression/functions";
import { declaredOnlyTypes, servedTypes, unservedTypes } from "../../src/stack/resource-types";
import { referenceKinds } from "../../src/stack/stack-values";

const page = readFileSync(join(__dirname, "../../../../docs/local-stack.md"), "utf8");

/** Returns the text from a heading to the next one. */
function section(title: string): string {
  const [, rest = ""] = page.split(`\n## ${title}\n`);
  return rest.split("\n## ")[0] ?? "";
}

/** Returns the code in backticks, from bullets or from the paragraph that consists only of such names. */
function names(title: string): readonly string[] {
  const paragraphs = section(title).trim().split("\n\n");
  const list = paragraphs.find((paragraph) => /^(- )?`[^`]+`([,\n]|$)/.test(paragraph)) ?? "";
  return backticked(list);
}

/** Returns the rows of a table: a type, and its names. */
function rows(title: string): Readonly<Record<string, readonly string[]>> {
  const lines = section(title)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return Object.fromEntries(lines.map(backticked).map(([type = "", ...attributes]) => [type, attributes]));
}

function backticked(text: string): string[] {
  return Array.from(text.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);
}

function attributesByType(
  table: Readonly<Record<string, object>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(table).map(([type, attributes]) => [type, Object.keys(attributes).sort()]),
  );
}

describe("docs/local-stack.md", () => {
  it.each<[string, readonly string[]]>([
    ["References", referenceKinds],
    ["Functions", functionNames],
    ["Resource types that are served", Object.keys(servedTypes)],
    ["Resource types that are accepted silently", declaredOnlyTypes],
    ["Resource types that are logged at the start", Object.keys(unservedTypes)],
  ])("lists under `%s` exactly what the code supports", (title, known) => {
    const listed = names(title);

    expect([...listed].sort()).toEqual([...known].sort());
  });

  it.each<[string, Readonly<Record<string, object>>]>([
    ["Data sources", dataSourceAttributes],
    ["Computed attributes", computedAttributes],
  ])("lists under `%s` exactly the attributes that the code supports", (title, table) => {
    const listed = rows(title);

    expect(listed).toEqual(attributesByType(table));
  });

  it("lists the data sources that cause no warning", () => {
    const sentence = /Accepted, though[^.]*\./.exec(section("Data sources"))?.[0] ?? "";

    expect(backticked(sentence)).toEqual(declaredOnlyDataSources);
  });
});
