import { findDynamodbLocal } from "../../support/dynamodb-local";
import { storageContract } from "../../support/storage/storage-contract";

const found = findDynamodbLocal();

describe("the stores on Amazon's DynamoDB Local", () => {
  if ("start" in found) {
    storageContract(found.start);
  } else {
    it(`are not tested here: ${found.leftOutBecause}`, () => expect(found).not.toHaveProperty("start"));
  }
});
