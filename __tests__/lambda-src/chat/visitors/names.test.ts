import { displayName } from "../../../../lambda-src/chat/visitors/names";
import { newTag } from "../../../../lambda-src/chat/visitors/tag";

describe("displayName", () => {
  it.each([
    ["a missing name", null, "Visitor k7"],
    ["blanks", " \t\n", "Visitor k7"],
    ["a plain name", "Ada Lovelace", "Ada Lovelace"],
    ["a name of two lines", "Ada\n#other Eve", "Ada #other Eve"],
    ["a name that turns the line around", "Ada\u202Eevil", "Ada evil"],
  ])("creates one line from %s", (_case, name, expected) => {
    expect(displayName(name, "k7")).toBe(expected);
  });
});

describe("newTag", () => {
  it("creates a different tag each time, in the form of a Telegram hashtag", () => {
    const tags = Array.from({ length: 1000 }, newTag);

    expect(new Set(tags).size).toBe(1000);
    for (const tag of tags) {
      expect(tag).toMatch(/^[a-z][a-z0-9]{8}$/);
    }
  });
});
