import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findCheckov, runCheckov } from "../../../cli/security/checkov";
import { settingsFolder } from "../../settings/settings-folder";

afterEach(() => {
  delete process.env.BC_API_KEY;
});

/** Runs a stand-in for checkov in a new folder. */
function run(script: string, ...arguments_: readonly string[]): { folder: string; said: string } {
  const folder = settingsFolder();
  const program = join(folder, "checkov");
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { folder, said: runCheckov(folder, arguments_, [program]) };
}

describe("runCheckov", () => {
  it("scans the folder without a request to the network", () => {
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

  it("returns the output for exit code 1, which means that there are findings", () => {
    expect(run("echo found; exit 1").said).toBe("found\n");
  });

  it("reports the output of a failed run", () => {
    const broken = () => run("echo Traceback >&2; echo ValueError >&2; exit 2");

    expect(broken).toThrow(/checkov \. json" failed \(exit code 2\): Traceback\nValueError$/);
  });
});

describe("findCheckov", () => {
  /** Creates a folder with these programs and a space in its path. */
  function folderWith(...programs: readonly string[]): string {
    const folder = join(settingsFolder(), "a folder");
    mkdirSync(folder);
    for (const program of programs) {
      writeFileSync(join(folder, program), "");
    }
    return folder;
  }

  it("prefers the installed version, and runs its script with the Python in the same folder", () => {
    const [own, other] = [folderWith("checkov", "python3"), folderWith("checkov")];

    expect(findCheckov(own, other)).toEqual([join(own, "python3"), join(own, "checkov")]);
  });

  it("searches the PATH if no version is installed", () => {
    const other = folderWith("checkov");

    expect(findCheckov(folderWith(), [folderWith(), other].join(delimiter))).toEqual([
      join(other, "checkov"),
    ]);
  });

  it("fails with the command that installs checkov if there is none", () => {
    expect(() => findCheckov(folderWith(), folderWith())).toThrow(/Install it with cli\/fetch-checkov\.sh/);
  });
});
