import { findMinistack } from "../../support/ministack";
import { storageContract } from "../../support/storage/storage-contract";

const found = findMinistack();

describe("the stores on MiniStack", () => {
  if ("start" in found) {
    storageContract(found.start);
  } else {
    it(`are not tested here: ${found.leftOutBecause}`, () => expect(found).not.toHaveProperty("start"));
  }
});
