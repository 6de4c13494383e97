import type { TableModel } from "../../src/stack/model";

/** A table with both kinds of indexes and TTL. */
export const messages: TableModel = {
  address: "aws_dynamodb_table.messages",
  tableName: "dev.Messages",
  hashKey: "conversation",
  rangeKey: "messageKey",
  attributes: ["conversation", "messageKey", "order", "waitsFor"].map((name) => ({ name, type: "S" })),
  localSecondaryIndexes: [
    {
      indexName: "timeline",
      hashKey: "conversation",
      rangeKey: "order",
      projectionType: "KEYS_ONLY",
      nonKeyAttributes: [],
    },
  ],
  globalSecondaryIndexes: [
    {
      indexName: "waiting",
      hashKey: "waitsFor",
      rangeKey: "order",
      projectionType: "INCLUDE",
      nonKeyAttributes: ["text", "author"],
    },
  ],
  timeToLiveAttribute: "expiresAt",
};

/** A table with only a key. */
export const channels: TableModel = {
  address: "aws_dynamodb_table.channels",
  tableName: "dev.Channels",
  hashKey: "channelKey",
  rangeKey: undefined,
  attributes: [{ name: "channelKey", type: "S" }],
  localSecondaryIndexes: [],
  globalSecondaryIndexes: [],
  timeToLiveAttribute: undefined,
};
