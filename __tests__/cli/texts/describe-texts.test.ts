import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeTexts } from "../../../cli/texts/describe-texts";
import { repositoryFolder } from "../../../constructs/repository";

describe("docs/texts.md", () => {
  it("is the output of npx kite describe-texts", () => {
    const written = readFileSync(join(repositoryFolder, "docs", "texts.md"), "utf8");

    expect(written).toBe(describeTexts());
  });

  it.each([
    "| 429: frames faster than the limit | You are sending too fast. Please try again in 5 seconds. |",
    "| `/join` | You have joined acme-support. Its host receives what you write here. |",
    "| a message for a visitor who is offline | #k7m2 Ada is away. ",
    "| `undeliverable` | A message could not be delivered. |",
  ])("lists each text with its condition: %s", (row) => {
    expect(describeTexts()).toContain(row);
  });

  it("contains no raw code, such as undefined or a placeholder", () => {
    expect(describeTexts()).not.toMatch(/undefined|\[object|NaN|\$\{/);
  });
});
