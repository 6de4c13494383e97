import { itemSize } from "../../src/data/item-size";

/** Returns the size of a value, without the name of its attribute. */
const sizeOf = (value: Record<string, unknown>) => itemSize({ a: value }) - 1;

describe("the size of an item", () => {
  it.each([
    { value: { S: "hello" }, bytes: 5 },
    { value: { S: "ä€" }, bytes: 5 },
    { value: { B: "AAECAw==" }, bytes: 4 },
    { value: { N: "0" }, bytes: 1 },
    { value: { N: "27" }, bytes: 2 },
    { value: { N: "-1234500" }, bytes: 4 },
    { value: { BOOL: true }, bytes: 1 },
    { value: { NULL: true }, bytes: 1 },
    { value: { SS: ["ab", "c"] }, bytes: 3 },
    { value: { NS: ["27", "3"] }, bytes: 4 },
    { value: { L: [] }, bytes: 3 },
    { value: { L: [{ S: "ab" }, { BOOL: false }] }, bytes: 8 },
    { value: { M: { key: { S: "ab" } } }, bytes: 9 },
  ])("of $value is $bytes bytes", ({ value, bytes }) => {
    expect(sizeOf(value)).toBe(bytes);
  });

  it("includes the names of all attributes", () => {
    expect(itemSize({ one: { S: "12" }, three: { S: "4" } })).toBe(11);
    expect(itemSize({})).toBe(0);
  });
});
