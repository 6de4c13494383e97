import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const repositoryFolder = resolve(__dirname, "..");

describe("a run of the tests", () => {
  it("leaves nothing in the folder for temporary files", () => {
    const temporary = mkdtempSync(join(tmpdir(), "outer-"));
    const cache = mkdtempSync(join(tmpdir(), "cache-"));
    const messy = [
      "__tests__/settings/contradictions.test.ts",
      "__tests__/constructs/functions/lambda-bundle.test.ts",
    ];

    const run = spawnSync(
      process.execPath,
      [require.resolve("jest/bin/jest"), "--cacheDirectory", cache, "--runTestsByPath", ...messy],
      { cwd: repositoryFolder, env: { ...process.env, TMPDIR: temporary }, encoding: "utf8" },
    );

    expect(run.stderr).toMatch(/Test Suites: 2 passed/);
    expect(readdirSync(temporary)).toEqual([]);
  });
});
