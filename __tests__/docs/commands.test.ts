import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

const pages = [
  "README.md",
  ...readdirSync(join(repositoryFolder, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const { scripts } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8")) as {
  scripts: object;
};

describe.each(pages)("%s", (page) => {
  const text = readFileSync(join(repositoryFolder, page), "utf8");

  it("names only npm scripts that exist", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][a-z0-9:-]*)/g)].map(([, name = ""]) => name);

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("names only commands of kite that exist", () => {
    const named = [...text.matchAll(/(?:npx kite|npm run kite --) ([a-z][a-z0-9-]*)/g)].map(
      ([, name = ""]) => name,
    );

    expect(named.filter((name) => !existsSync(join(repositoryFolder, `cli/commands/${name}.ts`)))).toEqual(
      [],
    );
  });

  it("links only to files that exist", () => {
    const folder = join(repositoryFolder, page, "..");
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = ""]) => path);

    const missing = links.filter((path) => !existsSync(join(folder, path)));

    expect(missing).toEqual([]);
  });
});
