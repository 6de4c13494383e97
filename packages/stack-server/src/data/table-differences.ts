import type { CreateTableCommandInput, KeySchemaElement, TableDescription } from "@aws-sdk/client-dynamodb";
import type { TableModel } from "../stack/model";
import { createTableInput } from "./create-table-input";

/** Returns the differences between an existing table and the stack as text, or nothing if there are none. */
export function differences(table: TableModel, existing: TableDescription): readonly string[] {
  const declared = createTableInput(table);
  const parts: readonly (readonly [what: string, textOf: (shape: Shape) => string])[] = [
    ["keys", (shape) => keyText(table, shape)],
    ["global indexes", ({ GlobalSecondaryIndexes }) => indexTexts(GlobalSecondaryIndexes)],
    ["local indexes", ({ LocalSecondaryIndexes }) => indexTexts(LocalSecondaryIndexes)],
  ];
  return parts.flatMap(([what, textOf]) =>
    textOf(existing) === textOf(declared)
      ? []
      : [`${table.tableName} has the ${what} ${textOf(existing)}, the stack has ${textOf(declared)}`],
  );
}

type Shape = TableDescription | CreateTableCommandInput;

/** Returns the keys of a table, and the type of every attribute that is in a key of the table or of an index. */
function keyText({ attributes }: TableModel, { AttributeDefinitions = [], KeySchema }: Shape): string {
  const declared = new Set(attributes.map(({ name }) => name));
  const types = AttributeDefinitions.filter(({ AttributeName = "" }) => declared.has(AttributeName))
    .map(({ AttributeName, AttributeType }) => `${AttributeName}:${AttributeType}`)
    .sort();
  return `(${namesOf(KeySchema)}; ${types.join(", ")})`;
}

function namesOf(keys: readonly KeySchemaElement[] = []): string {
  return [...keys]
    .sort((left, right) => String(left.KeyType).localeCompare(String(right.KeyType)))
    .map(({ AttributeName }) => AttributeName)
    .join(", ");
}

function indexTexts(indexes: Shape["LocalSecondaryIndexes"] = []): string {
  const texts = indexes.map(({ IndexName, KeySchema, Projection }) => {
    const attributes = [...(Projection?.NonKeyAttributes ?? [])].sort().join(" ");
    return `${IndexName}(${namesOf(KeySchema)}; ${Projection?.ProjectionType}${attributes && ` ${attributes}`})`;
  });
  return texts.length === 0 ? "none" : texts.sort().join(", ");
}
