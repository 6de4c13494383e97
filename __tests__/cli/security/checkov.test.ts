import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findCheckov, runCheckov } from "../../../cli/security/checkov";
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
  return { folder, said: runCheckov(folder, arguments_, [program]) };
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

describe("findCheckov", () => {
  /** A folder with a space in its path, and these programs. */
  function folderWith(...programs: readonly string[]): string {
    const folder = join(settingsFolder(), "a folder");
    mkdirSync(folder);
    for (const program of programs) {
      writeFileSync(join(folder, program), "");
    }
    return folder;
  }

  it("prefers the installed version, and runs its script by the Python beside it", () => {
    const [own, other] = [folderWith("checkov", "python3"), folderWith("checkov")];

    expect(findCheckov(own, other)).toEqual([join(own, "python3"), join(own, "checkov")]);
  });

  it("falls back to the PATH", () => {
    const other = folderWith("checkov");

    expect(findCheckov(folderWith(), [folderWith(), other].join(delimiter))).toEqual([
      join(other, "checkov"),
    ]);
  });

  it("names the command that installs it if there is none", () => {
    expect(() => findCheckov(folderWith(), folderWith())).toThrow(/Install it with cli\/fetch-checkov\.sh/);
  });
});
