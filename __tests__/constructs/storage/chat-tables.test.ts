import { PhysicalNames } from "../../../constructs/account/physical-names";
import type { PolicyStatement } from "../../../constructs/account/policy";
import { ChatTables, type ChatTablesProps } from "../../../constructs/storage/chat-tables";
import { synthesized } from "../synthesized";

function tables(props: Partial<ChatTablesProps> = {}) {
  return synthesized((stack) => {
    new ChatTables(stack, "Tables", { stage: "dev", names: new PhysicalNames("kite"), ...props });
  });
}

describe("ChatTables", () => {
  it.each([
    ["dev.Channels", "channelKey", undefined, ["channelKey"], undefined],
    ["dev.Members", "memberKey", undefined, ["channelName", "memberKey"], "expiresAt"],
    ["dev.Connections", "connectionId", undefined, ["connectionId"], "expiresAt"],
    ["dev.Messages", "conversation", "messageKey", ["conversation", "messageKey", "pending"], "expiresAt"],
  ])(
    "declares %s with on-demand capacity, its keys and its expiry",
    (name, hashKey, rangeKey, attributes, expiry) => {
      const table = tables().one("aws_dynamodb_table", { name });

      expect(table).toMatchObject({ billing_mode: "PAY_PER_REQUEST", hash_key: hashKey });
      expect(table.range_key).toBe(rangeKey);
      expect(table.attribute).toEqual(attributes.map((attribute) => ({ name: attribute, type: "S" })));
      expect(table.ttl).toEqual(expiry && { attribute_name: expiry, enabled: true });
    },
  );

  it("declares an index of members by channel", () => {
    const members = tables().one("aws_dynamodb_table", { name: "dev.Members" });

    expect(members.global_secondary_index).toEqual([
      { name: "byChannel", hash_key: "channelName", range_key: "memberKey", projection_type: "KEYS_ONLY" },
    ]);
  });

  it("declares a local index of pending messages, which allows consistent reads, and no global index", () => {
    const messages = tables().one("aws_dynamodb_table", { name: "dev.Messages" });

    expect(messages.local_secondary_index).toEqual([
      { name: "pending", range_key: "pending", projection_type: "ALL" },
    ]);
    expect(messages.global_secondary_index ?? []).toEqual([]);
  });

  it.each([
    ["protect", { deletion_protection_enabled: true }],
    ["pointInTimeRecovery", { point_in_time_recovery: { enabled: true } }],
  ])("honors the prop %s", (prop, attributes) => {
    const kept = tables({ [prop]: true }).all("aws_dynamodb_table");
    const given = tables().all("aws_dynamodb_table");

    expect(kept).toHaveLength(4);
    for (const table of kept) {
      expect(table).toMatchObject(attributes);
    }
    expect(JSON.stringify(given)).not.toMatch(/deletion_protection|point_in_time/);
  });

  it("allows access to rows of its tables and indexes only", () => {
    let statement: PolicyStatement | undefined;
    synthesized((stack) => {
      const chat = new ChatTables(stack, "Tables", { stage: "dev", names: new PhysicalNames("kite") });
      statement = chat.readAndWriteRows();
    });

    expect(statement?.actions.map((action) => action.split(":")[1])).toEqual([
      "BatchGetItem",
      "BatchWriteItem",
      "DeleteItem",
      "GetItem",
      "PutItem",
      "Query",
      "UpdateItem",
    ]);
    expect(statement?.resources.map((resource) => resource.split("/index/")[1] ?? "the table")).toEqual([
      "the table",
      "the table",
      "byChannel",
      "the table",
      "the table",
      "pending",
    ]);
  });
});
