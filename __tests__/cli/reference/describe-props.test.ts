import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeProps } from "../../../cli/reference/describe-props";
import { readDocComment } from "../../../cli/reference/doc-comment";
import { repositoryFolder } from "../../../constructs/repository";
import { alarmOptions } from "../../../stacks/options/alarm-options";
import { buildOptions } from "../../../stacks/options/build-options";
import { kiteOptions } from "../../../stacks/options/kite-options";
import { stageOptions } from "../../../stacks/options/stage-options";

const page = describeProps();

/** Returns the names of the props in a section of the page. */
function propsOf(section: string): readonly string[] {
  const [, rest = ""] = page.split(`\n## ${section}\n`);
  const [text = ""] = rest.split("\n## ");
  return [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = ""]) => name);
}

describe("docs/props.md", () => {
  it("is the output of npx kite describe-props", () => {
    const written = readFileSync(join(repositoryFolder, "docs/props.md"), "utf8");

    expect(written).toBe(page);
  });

  it.each([
    ["KiteStackProps", kiteOptions],
    ["StageProps", stageOptions],
    ["BuildStackProps", buildOptions],
    ["alarms", alarmOptions],
  ])("lists every option of %s in its section", (section, options) => {
    expect(propsOf(section)).toEqual(expect.arrayContaining(Object.keys(options)));
  });

  it("lists inherited props, and every prop only once", () => {
    const names = propsOf("KiteStackProps");

    expect(names).toEqual(expect.arrayContaining(["region", "s3BucketWithState", "account"]));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([
    "| `region` | `string` | required | AWS region",
    '| `architecture` | `"arm64" \\| "x86_64"` | `"arm64"` |',
    "| `allowedOrigins` | `readonly string[]` |",
    "| `alarms` | [alarms](#alarms) |",
    "| `dev` | [StageProps](#stageprops) |",
    "| `retentionDays` | `number` | `7` |",
  ])("contains the type, the default and the description of a prop: %s", (row) => {
    expect(page).toContain(row);
  });

  it("has a description in each row", () => {
    const rows = page.match(/^\| `.*\|$/gm) ?? [];

    expect(rows.length).toBeGreaterThan(90);
    expect(rows.filter((row) => !/\| \S[^|]*\S \|$/.test(row))).toEqual([]);
  });
});

describe("readDocComment", () => {
  it.each([
    ["* One line. ", { text: "One line." }],
    ["* Port. @default 3000 ", { text: "Port.", default: "`3000`" }],
    [
      "*\n   * Two\n   * lines, as {@link other}.\n   * @default - none\n   ",
      { text: "Two lines, as `other`.", default: "none" },
    ],
    ["*\n   * Text.\n   * @throws Error when it is wrong\n   ", { text: "Text." }],
  ])("reads %j", (comment, expected) => {
    expect(readDocComment(comment)).toEqual(expected);
  });
});
