import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trackedFiles } from "../cli/security/scan-secrets";

const repository = join(__dirname, "..");
const itself = "__tests__/doc-comments.test.ts";

/** A value as in code, or a dash followed by the behavior without a value. */
const wellWritten = /^(- \S|"|\[|\{|-?\d|true\b|false\b|Math\.)/;

/** Returns the texts after `@default` in a comment. */
const defaultsIn = (text: string) =>
  [...text.matchAll(/\* (?:.* )?@default (.*)/g)].map(([, words = ""]) => words.replace(/ ?\*\/$/, ""));

describe("a doc comment", () => {
  it("contains a default as a value, or as words after a dash", () => {
    const wrong = trackedFiles()
      .filter((file) => /\.m?ts$/.test(file) && file !== itself)
      .flatMap((file) =>
        defaultsIn(readFileSync(join(repository, file), "utf8"))
          .filter((words) => !wellWritten.test(words))
          .map((words) => `${file}: ${words}`),
      );

    expect(wrong).toEqual([]);
  });

  it.each([
    ["   * @default nothing", false],
    ["  /** What goes wrong. @default none */", false],
    ["   * @default - nothing goes wrong", true],
    ['   * @default "kite"', true],
    ["  /** Port. @default 3000 */", true],
  ])("with %j is accepted or rejected", (comment, isRight) => {
    expect(defaultsIn(comment).map((words) => wellWritten.test(words))).toEqual([isRight]);
  });
});
