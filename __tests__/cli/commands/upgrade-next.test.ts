import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";

const folder = mkdtempSync(join(tmpdir(), "kite-upgrade-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command with an npm that has only the given tags. @returns the result and the calls of npm */
function upgrade(tagged: readonly string[]) {
  const [npm, log] = [join(folder, "npm.cjs"), join(folder, "calls")];
  writeFileSync(log, "");
  writeFileSync(
    npm,
    `const words = process.argv.slice(2);
     require("node:fs").appendFileSync(${JSON.stringify(log)}, words.join(" ") + "\\n");
     if (words[0] === "view" && ${JSON.stringify(tagged)}.includes(words[1])) console.log("0.22.0-pre.1");`,
  );
  const { status, stderr } = spawnSync(process.execPath, ["cli/kite.cjs", "upgrade-next"], {
    cwd: repositoryFolder,
    encoding: "utf8",
    env: { ...process.env, npm_execpath: npm },
  });
  return { status, stderr, calls: readFileSync(log, "utf8").trim().split("\n") };
}

describe("kite upgrade-next", () => {
  it("installs the versions with the tag next", () => {
    const { status, calls } = upgrade(["cdktf@next", "cdktf-cli@next"]);

    expect(status).toBe(0);
    expect(calls.at(-1)).toBe("install cdktf@next cdktf-cli@next");
  });

  it("changes nothing if the tag next does not exist, and reports the command for the stable version", () => {
    const { status, stderr, calls } = upgrade(["cdktf@next"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^Nothing changed: npm has no version of cdktf-cli .*"npm run upgrade" installs/);
    expect(calls.filter((call) => call.startsWith("install"))).toEqual([]);
  });
});
