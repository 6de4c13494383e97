import type { CreateTableCommandInput, KeySchemaElement, Projection } from "@aws-sdk/client-dynamodb";
import type { IndexModel, TableModel } from "../stack/model";

/**
 * Returns the input of CreateTable:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */
export function createTableInput(table: TableModel): CreateTableCommandInput {
  return {
    TableName: table.tableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: table.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(table),
    ...(table.globalSecondaryIndexes.length > 0 && {
      GlobalSecondaryIndexes: table.globalSecondaryIndexes.map(secondaryIndex),
    }),
    ...(table.localSecondaryIndexes.length > 0 && {
      LocalSecondaryIndexes: table.localSecondaryIndexes.map(secondaryIndex),
    }),
  };
}

/** Returns the key schema of a table or index: hash key, then range key. */
function keySchema({
  hashKey,
  rangeKey,
}: {
  readonly hashKey: string;
  readonly rangeKey: string | undefined;
}): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: hashKey, KeyType: "HASH" };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" }];
}

function secondaryIndex(index: IndexModel) {
  return { IndexName: index.indexName, KeySchema: keySchema(index), Projection: projection(index) };
}

function projection({ projectionType, nonKeyAttributes }: IndexModel): Projection {
  return {
    ProjectionType: projectionType,
    ...(projectionType === "INCLUDE" && { NonKeyAttributes: [...nonKeyAttributes] }),
  };
}
