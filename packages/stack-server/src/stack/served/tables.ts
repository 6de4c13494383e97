import type { Attributes } from "../attributes";
import type { IndexModel, TableModel } from "../model";
import { ResourceFault } from "../stack-error";
import type { ResourceReader, StackReader } from "../stack-reader";

/** Reads `aws_dynamodb_table`. @throws StackError */
export function readTables(reader: StackReader): readonly TableModel[] {
  return reader.served(reader.readAll(tableReader));
}

const tableReader: ResourceReader<TableModel> = {
  type: "aws_dynamodb_table",
  key: "name",
  read: (attributes, address) => {
    const hashKey = attributes.text("hash_key");
    const table: TableModel = {
      address,
      tableName: attributes.text("name"),
      hashKey,
      rangeKey: attributes.optionalText("range_key"),
      attributes: attributes.blocks("attribute").map((attribute) => ({
        name: attribute.text("name"),
        type: attribute.choice("type", ["S", "N", "B"]),
      })),
      globalSecondaryIndexes: attributes
        .blocks("global_secondary_index")
        .map((index) => readIndex(index, index.text("hash_key"))),
      localSecondaryIndexes: attributes
        .blocks("local_secondary_index")
        .map((index) => readIndex(index, hashKey)),
      timeToLiveAttribute: readTimeToLive(attributes.block("ttl")),
    };
    checkKeys(table);
    return table;
  },
};

function readIndex(index: Attributes, hashKey: string): IndexModel {
  return {
    indexName: index.text("name"),
    hashKey,
    rangeKey: index.optionalText("range_key"),
    projectionType: index.choice("projection_type", ["ALL", "KEYS_ONLY", "INCLUDE"]),
    nonKeyAttributes: index.texts("non_key_attributes"),
  };
}

function readTimeToLive(block: Attributes | undefined): string | undefined {
  const name = block?.optionalText("attribute_name");
  return (block?.optionalBoolean("enabled") ?? true) ? name : undefined;
}

/** DynamoDB rejects a key without an attribute, and an attribute that is not in a key. */
function checkKeys(table: TableModel): void {
  const indexes = [...table.globalSecondaryIndexes, ...table.localSecondaryIndexes];
  const keys = new Set(
    [table, ...indexes].flatMap(({ hashKey, rangeKey }) =>
      rangeKey === undefined ? [hashKey] : [hashKey, rangeKey],
    ),
  );
  const declared = new Set(table.attributes.map(({ name }) => name));
  const missing = [...keys].filter((key) => !declared.has(key));
  const unused = [...declared].filter((name) => !keys.has(name));
  if (missing.length > 0) {
    throw new ResourceFault(`\`attribute\`: declare the key ${missing.join(", ")} as an attribute`);
  }
  if (unused.length > 0) {
    throw new ResourceFault(
      `\`attribute\`: ${unused.join(", ")} is not in a key of the table or of an index; remove it`,
    );
  }
}
