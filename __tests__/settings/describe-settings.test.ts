import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { describeSettings } from "../../settings/describe-settings";

describe("docs/settings.md", () => {
  it("is the output of npx kite describe-settings", () => {
    const written = readFileSync(join(repositoryFolder, "docs", "settings.md"), "utf8");

    expect(written).toBe(describeSettings());
  });

  it.each([
    "| `account` | needed | the 12 digits",
    '| `code` | `"asset"` |',
    "| `stateBucket` | - |",
    "| `protect` | `false`, in prod `true` |",
    "| `dispatcherMemorySizeMb` | `512` |",
    "| `outboxMemorySizeMb` | `256` |",
    "| `KITE_SANDBOX` | the name of a second",
  ])("contains defaults and expected values: %s", (row) => {
    expect(describeSettings()).toContain(row);
  });
});
