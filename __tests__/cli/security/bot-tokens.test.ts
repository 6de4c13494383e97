import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trackedFiles } from "../../../cli/security/scan-secrets";
import { repositoryFolder } from "../../../constructs/repository";

/** A real token is the bot's number and 35 letters of which the first are AA; those of tests are shorter or begin otherwise. */
const botTokenPattern = /\b\d{8,10}:AA[\w-]{33}(?![\w-])/;

describe("a bot token", () => {
  it("stands in no tracked file", () => {
    const holders = trackedFiles().filter((file) =>
      botTokenPattern.test(readFileSync(join(repositoryFolder, file), "utf8")),
    );

    expect(holders).toEqual([]);
  });

  it("would be found", () => {
    const token = `${"1".repeat(10)}:AA${"x".repeat(33)}`;

    expect(botTokenPattern.test(`TELEGRAM_BOT_TOKEN=${token}\n`)).toBe(true);
    expect(botTokenPattern.test(`${token}x`)).toBe(false);
  });
});
