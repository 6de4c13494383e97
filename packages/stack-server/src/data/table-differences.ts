import type { KeySchemaElement, TableDescription } from "@aws-sdk/client-dynamodb";
import type { IndexModel, TableModel } from "../stack/model";
import { keySchema } from "./create-table-input";

/** In what a table that is there differs from the stack, in words; empty when it fits. */
export function differences(table: TableModel, existing: TableDescription): readonly string[] {
  const name = table.tableName;
  return [
    ...compare(
      `${name} has the keys`,
      keyText(table, existing.AttributeDefinitions, existing.KeySchema),
      declaredKeys(table),
    ),
    ...compare(
      `${name} has the global indexes`,
      indexTexts(existing.GlobalSecondaryIndexes ?? []),
      declaredIndexes(table.globalSecondaryIndexes),
    ),
    ...compare(
      `${name} has the local indexes`,
      indexTexts(existing.LocalSecondaryIndexes ?? []),
      declaredIndexes(table.localSecondaryIndexes),
    ),
  ];
}

type ExistingIndex = NonNullable<TableDescription["GlobalSecondaryIndexes"]>[number];

function compare(what: string, existing: string, declared: string): readonly string[] {
  return existing === declared ? [] : [`${what} ${existing}, the stack has ${declared}`];
}

function declaredKeys(table: TableModel): string {
  const definitions = table.attributes.map(({ name, type }) => ({
    AttributeName: name,
    AttributeType: type,
  }));
  return keyText(table, definitions, keySchema(table));
}

/** The keys of the table, and the type of every attribute that is a key of it or of an index. */
function keyText(
  table: TableModel,
  definitions: TableDescription["AttributeDefinitions"],
  keys: readonly KeySchemaElement[] | undefined,
): string {
  const declared = new Set(table.attributes.map(({ name }) => name));
  const types = (definitions ?? [])
    .filter(({ AttributeName = "" }) => declared.has(AttributeName))
    .map(({ AttributeName, AttributeType }) => `${AttributeName}:${AttributeType}`)
    .sort();
  return `(${namesOf(keys)}; ${types.join(", ")})`;
}

function namesOf(keys: readonly KeySchemaElement[] | undefined): string {
  return [...(keys ?? [])]
    .sort((left, right) => String(left.KeyType).localeCompare(String(right.KeyType)))
    .map(({ AttributeName }) => AttributeName)
    .join(", ");
}

function declaredIndexes(indexes: readonly IndexModel[]): string {
  return indexTexts(
    indexes.map((index) => ({
      IndexName: index.indexName,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: index.projectionType, NonKeyAttributes: [...index.nonKeyAttributes] },
    })),
  );
}

function indexTexts(indexes: readonly ExistingIndex[]): string {
  const texts = indexes.map(({ IndexName, KeySchema, Projection }) => {
    const attributes = [...(Projection?.NonKeyAttributes ?? [])].sort().join(" ");
    return `${IndexName}(${namesOf(KeySchema)}; ${Projection?.ProjectionType}${attributes && ` ${attributes}`})`;
  });
  return texts.length === 0 ? "none" : texts.sort().join(", ");
}
