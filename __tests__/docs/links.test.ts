import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { trackedFiles } from "../../cli/security/scan-secrets";
import { repositoryFolder } from "../../constructs/repository";
import { pages, readPage } from "./pages";

/** Returns the anchors that GitHub creates for the headings of a page. */
function anchorsOf(text: string): ReadonlySet<string> {
  const counts = new Map<string, number>();
  return new Set(
    [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
      const anchor = heading
        .toLowerCase()
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
        .replaceAll(" ", "-");
      const count = counts.get(anchor) ?? 0;
      counts.set(anchor, count + 1);
      return count === 0 ? anchor : `${anchor}-${count}`;
    }),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^( *)```.*?^\1```/gms, "");
}

/** Returns the links of a page to files in the repository, unchanged. */
function linksOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

/** Returns why a link is broken, or `undefined` if it works. */
function faultOf(link: string, page: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  const file = join(repositoryFolder, target);
  if (!existsSync(file)) {
    return `${link}: there is no ${target}`;
  }
  if (anchor === undefined || !statSync(file).isFile() || !target.endsWith(".md")) {
    return undefined;
  }
  return anchorsOf(readFileSync(file, "utf8")).has(anchor) ? undefined : `${link}: there is no such heading`;
}

describe.each(pages)("%s", (page) => {
  it("links only to files and headings that exist", () => {
    const faults = linksOf(readPage(page)).map((link) => faultOf(link, page));

    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });
});

describe("docs/README.md", () => {
  it("lists every page of docs/", () => {
    const listed = linksOf(readPage("docs/README.md")).map((link) => join("docs", link.split("#")[0] ?? ""));
    const expected = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");

    expect(expected.filter((page) => !listed.includes(page))).toEqual([]);
  });
});

// The bad examples in the rules for all stacks contain headings that do not exist, so they are skipped.
describe("the source code", () => {
  it("refers only to existing pages and headings of docs/", () => {
    const faults = trackedFiles()
      .filter(
        (file) => /\.(c?ts|sh|yml|txt)$/.test(file) && !file.startsWith("__tests__/stacks/house-rules/"),
      )
      .filter((file) => existsSync(join(repositoryFolder, file)))
      .flatMap((file) => {
        const text = readFileSync(join(repositoryFolder, file), "utf8");
        const named = [...text.matchAll(/(?<![\w./-])docs\/[\w/-]+\.md(#[\w-]+)?/g)].map(([link]) => link);
        return named.map((link) => faultOf(link, "README.md")).filter((fault) => fault !== undefined);
      });

    expect(faults).toEqual([]);
  });
});

describe("the anchors of a page", () => {
  it.each([
    ["# What it is", ["what-it-is"]],
    ["## `alarms` of a stage: thresholds", ["alarms-of-a-stage-thresholds"]],
    ["## Deploy\n\n```\n# a comment\n```\n\n## Deploy", ["deploy", "deploy-1"]],
    ["### With a [link](there.md) and 5xx", ["with-a-link-and-5xx"]],
  ])("for %j are the same as on GitHub", (text, anchors) => {
    expect([...anchorsOf(text)]).toEqual(anchors);
  });
});
