import { checkProse, checkSource } from "../../../checks/prose/check-prose";
import { findWords } from "../../../checks/prose/find-words";
import { readTexts } from "../../../checks/prose/read-texts";

/** Checks one file and returns each finding as `line: words`. */
const check = (file: string, source: string) =>
  checkSource(file, source).map(({ line, found }) => `${line}: ${found}`);

describe("the prose check", () => {
  it.each([
    ["a doc comment that opens with What", "/** What a run gave. */", ["1: What"]],
    ["a later sentence that opens with How", "/** Reads a row.\n * How old it is counts.\n */", ["2: How"]],
    ["a tag that opens with a small letter", "/**\n * Reads.\n * @returns what it read\n */", ["3: what"]],
    ["a parameter that opens with who", "/** Sends. @param host who answers */", ["1: who"]],
    ["a line comment", "f();\n  // Where it ends is the last row.", ["2: Where"]],
    ["a measure without a noun", "f();\n  // So many rows are read.", ["2: So many"]],
    ["a paragraph of line comments", "// Rows expire\n//\n// Which one is first is random.", ["3: Which"]],
    ["a sentence over two lines", "// By\n// which it is found.", ["1: By which"]],
    ["a word", "// It tells the host.", ["1: tells"]],
    ["a phrase over two lines", "// Clients take it\n// away.", ["1: take it away"]],
    ["each of several words", "// The heir\n// obeys.", ["1: heir", "2: obeys"]],
    ["a word of an error message", 'throw new Error("got none; wanted a name");', ["1: wanted"]],
    ["a template", "throw new Error(`${name}: wanted a name`);", ["1: wanted"]],
    ["a message about whoever", 'reply("Whoever writes gets an answer.");', ["1: Whoever"]],
    ["a spelling", "/** Color, not colour. */", ["1: colour"]],
  ])("finds %s", (_case, source, found) => {
    expect(check("a.ts", source)).toEqual(found);
  });

  it.each([
    ["a verb", "/** Delivers pending messages, oldest first. */"],
    ["a question", "// What if a host leaves? The channel closes."],
    ["a label", "// Who: the holder of the lock."],
    ["How to", "/** How to reach a stage. */"],
    ["a small what inside a sentence", "// Returns what it read, and where it stood."],
    ["code in backticks", "// `wakeUp` and `heir` are names."],
    ["a link", "// https://example.org/heir/passage"],
    ["names in code", "const wanted = told(world);"],
    ["a short literal", 'const kind = "wanted";'],
    ["an allowed phrase", "// Room for two messages in the real world."],
    ["an offline visitor in a message", 'reply("The visitor is away just now.");'],
    ["an import", 'import { a } from "./told";'],
  ])("accepts %s", (_case, source) => {
    expect(check("a.ts", source)).toEqual([]);
  });

  it.each([
    ['it("tells the host", () => {});', ["1: tells"]],
    ['it("what is stored expires", () => {});', ["1: what"]],
    ['it.each([1])("%s is told", () => {});', ["1: told"]],
    ["describe.each`a\n1`('a world of tests', () => {});", ["2: world"]],
    ['it("expires", () => { f("told"); });', []],
  ])("checks only the test title in %j", (source, found) => {
    expect(check("__tests__/a.test.ts", source)).toEqual(found);
  });

  it.each([
    ["README.md", "Text.\n\nWhat it stores expires.", ["3: What"]],
    ["README.md", "- Where it stands\n", ["1: Where"]],
    ["README.md", "## What it is\n\nA chat.", []],
    ["README.md", "```\n$ tells\n```\n\nSee [a page](tells.md).", []],
    ["README.md", "The stage is\naway.", ["1: is away"]],
    ["steps/a.sh", '# What it is\necho "nothing was told to it"', ["1: What", "2: told"]],
    ["steps/a.yml", "phases: # tells the time", ["1: tells"]],
    ["a.json", '{ "a": "it tells all" }', []],
  ])("checks the prose of %s: %j", (file, source, found) => {
    expect(check(file, source)).toEqual(found);
  });

  it("returns the line of a finding and the word to write instead", () => {
    expect(checkSource("a.ts", "\n\n/** Sends a wake-up. */")).toEqual([
      { file: "a.ts", line: 3, found: "wake-up", advice: 'write "notification", "notify"' },
    ]);
  });

  it("keeps the line numbers of a comment", () => {
    const texts = readTexts("a.ts", "/**\n * One.\n *\n * Two.\n */\n// Three.\n// Four.");

    expect(texts.map(({ line, content }) => [line, content.split("\n").length])).toEqual([
      [1, 4],
      [6, 2],
    ]);
    expect(texts.flatMap(findWords)).toEqual([]);
  });

  it("finds nothing in the repository", () => {
    expect(checkProse()).toEqual([]);
  });
});
