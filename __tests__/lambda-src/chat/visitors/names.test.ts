import { isFileName } from "@kite-chat/protocol";
import fc from "fast-check";
import { displayName, safeFileName } from "../../../../lambda-src/chat/visitors/names";
import { newTag } from "../../../../lambda-src/chat/visitors/tag";

/** Names that need format characters. */
const survivors = [
  ["a family, which zero-width joiners connect", "👨‍👩‍👧 Family"],
  ["a Persian word with a zero-width non-joiner", "می‌خواهم"],
  ["a flag, which ends with tags", "🏴󠁧󠁢󠁳󠁣󠁴󠁿 Ada"],
  ["a heart with a variation selector", "❤️‍🔥 Ada"],
  ["a name from right to left", "עדה"],
] as const;

const bidirectionalControls = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

/** Matches characters that no name may contain. */
const hidden = new RegExp(`[${bidirectionalControls}\\p{Cc}\\p{Zl}\\p{Zp}]`, "u");

/** Names that often contain such characters. */
const anyName = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        ...bidirectionalControls,
        "\u200C",
        "\u200D",
        "\u{E0067}",
        "\u{E007F}",
        "🏴",
        "👩",
        "\u2028",
        "\n",
        "a",
        ".",
        "/",
      ),
    )
    .map((characters) => characters.join("")),
);

describe("displayName", () => {
  it.each([
    ["a missing name", null, "Visitor k7"],
    ["blanks", " \t\n", "Visitor k7"],
    ["a plain name", "Ada Lovelace", "Ada Lovelace"],
    ["a name of two lines", "Ada\n#other Eve", "Ada #other Eve"],
    ["a name that reverses the line", "Ada\u202Eevil", "Ada evil"],
    ["a name of two lines by U+2028", "Ada\u2028#other Eve", "Ada #other Eve"],
    ["an isolate", "\u2067Ada\u2069", "Ada"],
    ["joiners alone", "\u200D\u200C", "Visitor k7"],
    ["tags alone", "\u{E0041}\u{E0042}\u{E007F}", "Visitor k7"],
    ["tags behind a letter", "Ada\u{E0041}\u{E007F}", "Ada"],
  ])("creates one line from %s", (_case, name, expected) => {
    expect(displayName(name, "k7")).toBe(expected);
  });

  it.each(survivors)("keeps %s", (_case, name) => {
    expect(displayName(name, "k7")).toBe(name);
  });

  it("is never empty, in one line, and without bidirectional controls", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const shown = displayName(name, "k7");
        expect(shown).toMatch(/[^\s\u200C\u200D]/u);
        expect(shown).not.toMatch(hidden);
        expect(displayName(shown, "k7")).toBe(shown);
      }),
    );
  });
});

describe("safeFileName", () => {
  it.each([
    ["a name that reverses its extension", "cat\u202Egpj.exe", "cat_gpj.exe"],
    ["a name of two lines", "a\u2029b\n.txt", "a_b_.txt"],
    ["a bidirectional control alone", "\u202E", "_"],
  ])("creates one line from %s", (_case, name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it.each(survivors)("keeps %s", (_case, name) => {
    expect(safeFileName(`${name}.pdf`)).toBe(`${name}.pdf`);
  });

  it("is always a file name in one line and without bidirectional controls", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeFileName(name);
        expect(isFileName(safe)).toBe(true);
        expect(safe).not.toMatch(hidden);
        expect(safeFileName(safe)).toBe(safe);
      }),
    );
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
