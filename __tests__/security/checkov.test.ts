import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCheckov } from "../../scripts/security/checkov";
import { settingsFolder } from "../settings/settings-folder";

const path = process.env.PATH ?? "";
afterEach(() => {
  process.env.PATH = path;
  delete process.env.BC_API_KEY;
});

/** Puts a program `checkov` on the PATH, and gives a folder to scan. */
function standIn(script: string): string {
  const folder = settingsFolder();
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "checkov"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "bin", "checkov"), 0o755);
  process.env.PATH = `${join(folder, "bin")}:${path}`;
  return folder;
}

describe("runCheckov", () => {
  it("has it look at the folder, with nobody asked on the network", () => {
    const folder = standIn('echo "$PWD|$*|$CKV_SKIP_PACKAGE_UPDATE_CHECK|$HOME|$BC_API_KEY"');
    process.env.BC_API_KEY = "an account at its maker's";

    const said = runCheckov(folder, ["--framework", "secrets"]);

    expect(said.trim().split("|")).toEqual([
      folder,
      "--directory . --skip-download --compact --output json --framework secrets",
      "true",
      folder,
      "",
    ]);
  });

  it("takes the exit code 1, which means findings, for an answer", () => {
    expect(runCheckov(standIn("echo found; exit 1"), [])).toBe("found\n");
  });

  it("tells what it said when it broke", () => {
    const folder = standIn("echo Traceback >&2; echo ValueError >&2; exit 2");

    expect(() => runCheckov(folder, [])).toThrow("checkov broke (exit code 2): Traceback\nValueError");
  });
});
