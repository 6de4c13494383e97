import { consumedUnits } from "../../../checks/harness/counting-proxy";

describe("consumedUnits", () => {
  it.each([
    ["a read", "DynamoDB.GetItem", { ConsumedCapacity: { CapacityUnits: 0.5 } }, 0.5, 0],
    ["a write with indexes", "DynamoDB.PutItem", { ConsumedCapacity: { CapacityUnits: 3 } }, 0, 3],
    [
      "a transaction over two tables",
      "DynamoDB.TransactWriteItems",
      { ConsumedCapacity: [{ CapacityUnits: 2 }, { CapacityUnits: 4 }] },
      0,
      6,
    ],
    [
      "a write whose condition fails",
      "DynamoDB.UpdateItem",
      { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" },
      0,
      1,
    ],
    ["a request for a table's description", "DynamoDB.DescribeTable", { Table: {} }, 0, 0],
  ])("returns the units of %s", (_case, operation, answer, readUnits, writeUnits) => {
    expect(consumedUnits(operation, JSON.stringify(answer))).toEqual({ readUnits, writeUnits });
  });

  it("returns no units for a response that is not JSON", () => {
    expect(consumedUnits("SQS.SendMessage", "")).toEqual({ readUnits: 0, writeUnits: 0 });
  });
});
