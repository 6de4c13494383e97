import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeHelp } from "../../../cli/help";
import { loadCommand, loadCommands } from "../../../cli/load-commands";
import { describeCommands } from "../../../cli/reference/describe-commands";
import { repositoryFolder } from "../../../constructs/repository";

describe("docs/commands.md", () => {
  it("is the output of npx kite describe-commands", () => {
    const written = readFileSync(join(repositoryFolder, "docs/commands.md"), "utf8");

    expect(written).toBe(describeCommands());
  });

  it("has a section for each command, with its help", () => {
    const sections = [...describeCommands().matchAll(/^### ([\w-]+)$/gm)].map(([, name]) => name);

    expect(sections.sort()).toEqual(Object.keys(loadCommands()).sort());
    expect(describeCommands()).toContain(`\n${writeHelp("drift", loadCommand("drift"))}\n`);
  });

  it("links an npm script to the command that it runs", () => {
    expect(describeCommands()).toContain("| `smoke` | [`npx kite smoke`](#smoke) |");
    expect(describeCommands()).toContain("| `test` | `jest` |");
  });
});
