import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { keptNames, shortenedNames } from "../../widget/build";

/** Returns the contents of a folder's files with an ending, also of the folders in it. */
function contentsOf(folder: string, ending: RegExp): readonly string[] {
  const path = join(repositoryFolder, folder);
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => ending.test(file))
    .map((file) => readFileSync(join(path, file), "utf8"));
}

function namesIn(sources: readonly string[], name: RegExp): ReadonlySet<string> {
  return new Set(sources.flatMap((source) => [...source.matchAll(name)].map(([, found = ""]) => found)));
}

/** Properties of the widget whose names also exist in the browser, in interfaces that the widget does not use. */
const ownNames = ["isFinal"];

describe("the build of the widget", () => {
  it("shortens no name of a property of the browser or of JavaScript that the widget uses", () => {
    // TypeScript declares them in these files.
    const declared = namesIn(
      contentsOf("node_modules/@typescript", /lib\.(dom|es)[\w.]*d\.ts$/),
      /\b([A-Za-z]\w*)\??\s*[(:<]/g,
    );
    const used = namesIn(
      [...contentsOf("widget/src", /\.ts$/), ...contentsOf("node_modules/lit-html", /^lit-html\.js$/)],
      /\.([A-Za-z]\w*)\b/g,
    );

    const shortened = [...used].filter(
      (name) => declared.has(name) && shortenedNames.test(name) && !keptNames.test(name),
    );

    expect(declared).toContain("onLine");
    expect(used).toContain("onLine");
    expect(shortened.filter((name) => !ownNames.includes(name))).toEqual([]);
  });
});
