import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { REPOSITORY } from "../../constructs/repository";
import { Clone } from "../main/clone";

const { scripts, allowScripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** What is read of a package in the lock file. */
interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly engines?: { readonly node?: string };
  readonly os?: readonly string[];
}

describe("the packages", () => {
  const { packages } = JSON.parse(readFileSync(join(REPOSITORY, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const nameOf = (path: string) => path.split("node_modules/").at(-1) ?? "";

  it("that have an install script are settled by allowScripts, so that npm ci warns of none", () => {
    const scripted = Object.entries(packages).flatMap(([path, it]) =>
      it.hasInstallScript === true && it.os === undefined ? [nameOf(path)] : [],
    );

    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(scripted)].sort());
  });

  it("run on the oldest Node that is supported", () => {
    const tooNew = Object.entries(packages).filter(
      ([, { engines }]) => !satisfies("20.19.0", engines?.node ?? "*"),
    );

    expect(tooNew.map(([path]) => path)).toEqual([]);
  });
});

describe("the npm scripts", () => {
  it("are at least these", () => {
    const wanted =
      "deploy-local destroy-local deploy-build destroy-build deploy-kite destroy-kite deploy-prod destroy-prod get compile watch build synth diff test test:watch upgrade upgrade:next";

    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(wanted.split(" ")));
  });

  it("run programs and other scripts that are there", () => {
    const missing = Object.values(scripts).flatMap((command) => [
      ...named(command, /\btsx (?!main)(\S+)/g).filter((file) => !existsSync(join(REPOSITORY, file))),
      ...named(command, /npm run ([\w:-]+)/g).filter((script) => !(script in scripts)),
    ]);

    expect(missing).toEqual([]);
  });

  it("begin with no word that cmd.exe lacks", () => {
    const foreign = Object.entries(scripts).filter(([, command]) =>
      /^(exec|env|\.|source|[A-Z_]+=)\b/.test(command),
    );

    expect(foreign).toEqual([]);
  });

  const own = Object.entries(scripts).flatMap(([name, command]) => {
    const [, program = "", words = ""] = /^tsx (\S+) ?(.*)$/.exec(command) ?? [];
    return program === "" ? [] : [{ name, words: [program, ...words.split(" ").filter((it) => it !== "")] }];
  });

  it.each(own)(
    "$name has --help, and refuses in one line an option that it does not have",
    async ({ name, words }) => {
      const run = (flag: string) => runScript([...words, flag], name);

      const [help, refused] = [await run("--help"), await run("--no-such-option")];

      expect(help).toMatchObject({ status: 0, stderr: "" });
      expect(help.stdout).toContain(`npm run ${name}`);
      expect(refused).toMatchObject({
        status: 1,
        stdout: "",
        stderr: `Unknown option '--no-such-option'. Run npm run ${name} -- --help for the usage.\n`,
      });
    },
  );

  it("deploy prod by the names that it has, with their flags", () => {
    expect([scripts["deploy-prod"], scripts["destroy-prod"]]).toEqual([
      "npm run deploy-kite --",
      "npm run destroy-kite --",
    ]);
  });

  const PLACEHOLDER = /^account \(deployments\/kite\.json\): got the placeholder/;
  const NO_TERRAFORM = /^Terraform is not installed/;

  it.each<[string, readonly string[], RegExp]>([
    ["deploy-kite", [], PLACEHOLDER],
    ["destroy-kite", [], PLACEHOLDER],
    ["deploy-build", [], PLACEHOLDER],
    ["destroy-build", [], PLACEHOLDER],
    ["diff", [], PLACEHOLDER],
    ["unprotect", ["dev"], PLACEHOLDER],
    ["unprotect", [], /^Got no argument; wanted <stage>\. Run/],
    ["secrets", ["dev"], /^There is nothing to put: \.env sets none of TELEGRAM_BOT_TOKEN/],
    ["secrets", [], /^Got no argument; wanted <stage\|app>/],
    ["bootstrap", [], NO_TERRAFORM],
    ["destroy-state", [], /^Nothing was done: this cannot be taken back/],
    ["destroy-state", ["--yes"], NO_TERRAFORM],
    ["deploy-local", [], NO_TERRAFORM],
    ["destroy-local", [], NO_TERRAFORM],
    ["get", [], /^The command cdktf does not run here/],
  ])(
    "say in a sentence what %s %j misses in a fresh clone without programs",
    async (script, flags, sentence) => {
      const clone = new Clone();

      const run = await clone.run([`cli/commands/${script}.ts`, ...flags], { PATH: "/nowhere" });

      expect(run.status).toBe(1);
      expect(run.stderr).toMatch(sentence);
      expect(run.stderr).not.toMatch(/^\s+at /m);
    },
  );
});

/** Runs a program of the repository as its npm script does. */
function runScript(
  words: readonly string[],
  name: string,
): Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr"> {
  return spawnSync(process.execPath, ["--require", "tsx/cjs", ...words], {
    cwd: REPOSITORY,
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", npm_lifecycle_event: name },
  });
}

function named(command: string, pattern: RegExp): readonly string[] {
  return [...command.matchAll(pattern)].map((match) => match[1] ?? "");
}
