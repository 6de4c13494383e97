import { countCode, countLines } from "../../../checks/code/count-code";

describe("the counter of code lines", () => {
  it.each([
    ["a statement", "const a = 1;", 1],
    ["a statement on three lines", "f(\n  a,\n);", 3],
    ["a text on two lines", "const a = `one\ntwo`;", 2],
    ["an import", 'import { a } from "a";\nimport {\n  b,\n} from "b";', 0],
    ["a re-export", 'export * from "a";\nexport { b } from "b";', 0],
    ["an export of a local name", "const b = 1;\nexport { b };", 2],
    ["comments and blank lines", "/** Says\n * something. */\n\n// More.\n", 0],
    ["a comment after code", "const a = 1; // one", 1],
    ["types", "interface A {\n  readonly b: string;\n}", 3],
  ])("counts the lines of %s", (_case, source, lines) => {
    expect(countLines(source)).toBe(lines);
  });

  it("counts every folder of the repository, except tests", () => {
    const { total, folders } = countCode();

    expect(Object.keys(folders)).toEqual(expect.arrayContaining(["cli", "stacks", "packages/stack-server"]));
    expect(folders).not.toHaveProperty("__tests__");
    expect(total).toBe(Object.values(folders).reduce((sum, count) => sum + count, 0));
  });
});
