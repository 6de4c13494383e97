import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesIn, packageRoot, readManifest } from "./package-folder";
import { firstSentence, readPublicApi } from "./public-api";

const readme = readFileSync(join(packageRoot, "README.md"), "utf8");
const api = readPublicApi();

describe("the public API", () => {
  it("has one entry point", () => {
    expect(readManifest(packageRoot).exports).toEqual({ ".": "./src/index.ts" });
  });

  it("exports each name once", () => {
    const names = api.map(({ name }) => name);

    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("serve");
  });

  it("has doc comments that start with a sentence", () => {
    const undocumented = api.filter(({ documentation }) => !/^[A-Z`]/.test(firstSentence(documentation)));

    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });

  it("is listed in the README with the first sentence of each comment", () => {
    const [, section = ""] = /^## API$(.*?)^## /ms.exec(readme) ?? [];
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));

    const expected = api.map(
      ({ name, documentation }) => `| \`${name}\` | ${firstSentence(documentation)} |`,
    );
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });
});

describe("the README", () => {
  it("links only to files that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);

    expect(links).toContain("../../docs/fidelity.md");
    expect(links.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });
});

describe("the package", () => {
  it("does not name a product, since it serves any stack", () => {
    const files = [
      ...filesIn("src", /\.m?[jt]s$/),
      ...filesIn("examples", /\.ts$/),
      join(packageRoot, "README.md"),
    ];

    const named = files.filter((file) => {
      const text = readFileSync(file, "utf8").replace(/@kite-chat\/|kite-chat-(?=stack-server)/g, "");
      return /kite|\bchat|telegram/i.test(text);
    });

    expect(named).toEqual([]);
  });
});
