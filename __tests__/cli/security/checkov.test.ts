import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCheckov } from "../../../cli/security/checkov";
import { settingsFolder } from "../../settings/settings-folder";

afterEach(() => {
  delete process.env.BC_API_KEY;
});

/** Runs a stand-in for checkov, in a folder of its own. */
function run(script: string, ...arguments_: readonly string[]): { folder: string; said: string } {
  const folder = settingsFolder();
  const program = join(folder, "checkov");
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { folder, said: runCheckov(folder, arguments_, program) };
}

describe("runCheckov", () => {
  it("has it look at the folder, with nobody asked on the network", () => {
    process.env.BC_API_KEY = "an account at its maker's";

    const { folder, said } = run(
      'echo "$PWD|$*|$CKV_SKIP_PACKAGE_UPDATE_CHECK|$HOME|$BC_API_KEY"',
      "--framework",
      "secrets",
    );

    expect(said.trim().split("|")).toEqual([
      folder,
      "--directory . --skip-download --compact --output json --framework secrets",
      "true",
      folder,
      "",
    ]);
  });

  it("takes the exit code 1, which means findings, for an answer", () => {
    expect(run("echo found; exit 1").said).toBe("found\n");
  });

  it("reports the output of a failed run", () => {
    const broken = () => run("echo Traceback >&2; echo ValueError >&2; exit 2");

    expect(broken).toThrow(/checkov \. json" failed \(exit code 2\): Traceback\nValueError$/);
  });
});
