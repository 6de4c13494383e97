import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";

const folder = mkdtempSync(join(tmpdir(), "check-node-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const nodeCheck = join(repositoryFolder, "launcher/check-node.cjs");

/** Runs the check in a Node.js process that reports another version. */
function check(version: string) {
  const pretend = join(folder, `${version}.cjs`);
  writeFileSync(
    pretend,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
  );
  return spawnSync(process.execPath, ["--require", pretend, "--require", nodeCheck, "-p", "'it runs'"], {
    encoding: "utf8",
  });
}

describe("the check of the Node.js version", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("accepts %s", (version) => {
    expect(check(version)).toMatchObject({ status: 0, stdout: "it runs\n", stderr: "" });
  });

  it.each(["16.20.2", "18.20.4", "20.9.0", "20.18.3"])(
    "reports in one line that %s is too old",
    (version) => {
      expect(check(version)).toMatchObject({
        status: 1,
        stdout: "",
        stderr: `Node.js is too old: received ${version}, expected 20.19.0 or newer. Install it from https://nodejs.org/ (or: nvm install 22).\n`,
      });
    },
  );

  it("requires the same version as package.json, and runs first in npm start", () => {
    const { engines, scripts } = JSON.parse(readFileSync(join(repositoryFolder, "package.json"), "utf8"));

    expect(engines.node).toBe(">=20.19.0");
    expect(scripts.start).toMatch(/^node --require \.\/launcher\/check-node\.cjs /);
  });
});
