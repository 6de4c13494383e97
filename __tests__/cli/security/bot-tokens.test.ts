import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trackedFiles } from "../../../cli/security/scan-secrets";
import { repositoryFolder } from "../../../constructs/repository";

/** Matches real tokens: the bot's number and 35 characters that start with AA. Tokens in tests do not match. */
const botTokenPattern = /\b\d{8,10}:AA[\w-]{33}(?![\w-])/;

describe("the search for bot tokens", () => {
  it("finds no token in a tracked file", () => {
    const holders = trackedFiles().filter((file) =>
      botTokenPattern.test(readFileSync(join(repositoryFolder, file), "utf8")),
    );

    expect(holders).toEqual([]);
  });

  it("finds a token that looks like a real one", () => {
    const token = `${"1".repeat(10)}:AA${"x".repeat(33)}`;

    expect(botTokenPattern.test(`TELEGRAM_BOT_TOKEN=${token}\n`)).toBe(true);
    expect(botTokenPattern.test(`${token}x`)).toBe(false);
  });
});
