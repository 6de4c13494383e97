import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { methodNames } from "../../src/methods";
import { folderOfPackage, installPackage, packPackage, runNode } from "./packed-package";

const readme = readFileSync(join(folderOfPackage, "README.md"), "utf8");
const codeBlocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language, code = ""]) => ({
  language,
  code,
}));
const source = (name: string) => readFileSync(join(folderOfPackage, "src", name), "utf8");
const section = (title: string) => readme.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

describe("the code blocks of the README", () => {
  let project: string;
  beforeAll(() => {
    project = installPackage(packPackage(), "grammy");
  });

  it.each(codeBlocks.map((block, index) => ({ ...block, index })))(
    "block $index runs unchanged, and its output matches its comments",
    ({ language, code, index }) => {
      const file = `block-${index}.mjs`;
      writeFileSync(join(project, file), code);

      const run = runNode(project, file);

      const expected = [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => `${text}\n`);
      expect(run.stderr).toBe("");
      expect(run.stdout).toBe(expected.join(""));
      expect(expected.length).toBeGreaterThan(0);
      expect(language).toBe("js");
    },
  );
});

describe("the lists of the README", () => {
  it("name every supported method and no other", () => {
    const rows = section("Supported methods").match(/^\|.*$/gm) ?? [];
    const names = [...rows.join().matchAll(/`([a-zA-Z]+)`/g)].map(([, name]) => name);

    expect(names.sort()).toEqual([...methodNames].sort());
  });

  it("name every fault and no other", () => {
    const rows = section("Inject faults").match(/^\| `.*$/gm) ?? [];
    const names = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, it]) => it),
    );
    const kinds = [...source("faults.ts").matchAll(/readonly kind: "(\w+)"/g)].map(([, kind]) => kind);

    expect(names.sort()).toEqual(kinds.sort());
  });

  it("describe every export by the first sentence of its doc comment", () => {
    const code = readdirSync(join(folderOfPackage, "src"))
      .filter((name) => name.endsWith(".ts"))
      .map(source)
      .join("\n");
    const names = [...source("index.ts").matchAll(/\{(.*?)\}/gs)]
      .flatMap(([, list = ""]) => list.split(","))
      .map((name) => name.replace("type ", "").trim());

    const rows = names.map((name) => `| \`${name}\` | ${firstSentence(code, name)} |`);
    expect(
      section("API")
        .match(/^\| `.*$/gm)
        ?.sort(),
    ).toEqual(rows.sort());
  });
});

function firstSentence(code: string, name: string): string {
  const declaration = new RegExp(
    `/\\*\\*((?:(?!\\*/).)*)\\*/\\nexport (?:async function|class|interface|type) ${name}\\b`,
    "s",
  );
  const comment =
    declaration
      .exec(code)?.[1]
      ?.replace(/^\s*\*/gm, "")
      .replace(/\s+/g, " ")
      .trim() ?? "no comment";
  return /^.*?\.(?= |$)/.exec(comment)?.[0] ?? comment;
}
