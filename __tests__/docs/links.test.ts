import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { trackedFiles } from "../../cli/security/scan-secrets";
import { repositoryFolder } from "../../constructs/repository";
import { pages, readPage } from "./pages";

/** The anchors that GitHub gives the headings of a page. */
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

/** The links of a page that lead into the repository, as they are written. */
function linksOf(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

/** Why a link is broken; `undefined` for one that leads somewhere. */
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

// The rules for all stacks have bad examples with headings that do not exist.
describe("the code", () => {
  it("names only pages and headings of docs/ that exist", () => {
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
  ])("of %j are those of GitHub", (text, anchors) => {
    expect([...anchorsOf(text)]).toEqual(anchors);
  });
});
