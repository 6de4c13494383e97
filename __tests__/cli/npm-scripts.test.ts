import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { repositoryFolder } from "../../constructs/repository";
import { Clone } from "../main/clone";

const { scripts, allowScripts } = JSON.parse(
  readFileSync(join(repositoryFolder, "package.json"), "utf8"),
) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

/** The parts of a lock file's entry that the tests read. */
interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly engines?: { readonly node?: string };
  readonly os?: readonly string[];
}

describe("the packages", () => {
  const { packages } = JSON.parse(readFileSync(join(repositoryFolder, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const nameOf = (path: string) => path.split("node_modules/").at(-1) ?? "";

  it("with an install script all have an entry in allowScripts, so that npm ci does not warn", () => {
    const scripted = Object.entries(packages).flatMap(([path, it]) =>
      it.hasInstallScript === true && it.os === undefined ? [nameOf(path)] : [],
    );

    expect(Object.keys(allowScripts).sort()).toEqual([...new Set(scripted)].sort());
  });

  it("run on the oldest supported version of Node.js", () => {
    const tooNew = Object.entries(packages).filter(
      ([, { engines }]) => !satisfies("20.19.0", engines?.node ?? "*"),
    );

    expect(tooNew.map(([path]) => path)).toEqual([]);
  });
});

describe("the npm scripts", () => {
  it("consist of the 26 listed scripts and kite", () => {
    const wanted =
      "get compile build watch test test:watch synth diff deploy-local destroy-local deploy-build destroy-build deploy-kite destroy-kite deploy-prod destroy-prod upgrade upgrade:next start check format lint bench sweep e2e smoke";

    expect(wanted.split(" ")).toHaveLength(26);
    expect(Object.keys(scripts).sort()).toEqual([...wanted.split(" "), "kite"].sort());
  });

  it("run only existing commands and scripts", () => {
    const commands = Object.values(scripts).flatMap((script) =>
      named(script, /^node cli\/kite\.cjs (\S+)$/g),
    );
    const others = Object.values(scripts).flatMap((script) => named(script, /npm run ([\w:-]+)/g));

    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((name) => !existsSync(join(repositoryFolder, `cli/commands/${name}.ts`)))).toEqual(
      [],
    );
    expect(others.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("start with a word that cmd.exe supports", () => {
    const foreign = Object.entries(scripts).filter(([, command]) =>
      /^(exec|env|\.|source|[A-Z_]+=)\b/.test(command),
    );

    expect(foreign).toEqual([]);
  });

  it("include deploy-prod and destroy-prod, with the flags of deploy-kite and destroy-kite", () => {
    expect([scripts["deploy-prod"], scripts["destroy-prod"]]).toEqual([
      "npm run deploy-kite --",
      "npm run destroy-kite --",
    ]);
  });

  const PLACEHOLDER = /^account \(deployments\/kite\.json\): .* received the placeholder/;
  const NO_TERRAFORM = /^Terraform is not installed/;

  it.each<[string, readonly string[], RegExp]>([
    ["deploy-kite", [], PLACEHOLDER],
    ["destroy-kite", [], PLACEHOLDER],
    ["deploy-build", [], PLACEHOLDER],
    ["destroy-build", [], PLACEHOLDER],
    ["diff", [], PLACEHOLDER],
    ["unprotect", ["dev"], PLACEHOLDER],
    ["unprotect", [], /^Expected <stage>, received no argument\. Run/],
    ["secrets", ["dev"], /^There is nothing to store: \.env sets none of TELEGRAM_BOT_TOKEN/],
    ["secrets", [], /^Expected <stage\|app>, received no argument/],
    ["bootstrap", [], NO_TERRAFORM],
    ["destroy-state", [], PLACEHOLDER],
    ["destroy-state", ["--yes"], PLACEHOLDER],
    ["deploy-local", [], NO_TERRAFORM],
    ["destroy-local", [], NO_TERRAFORM],
    ["get", [], /^The command cdktf does not run on this machine/],
  ])(
    "report what is missing if %s %j runs in a fresh clone without other programs",
    async (script, flags, sentence) => {
      const clone = new Clone();

      const run = await clone.kite([script, ...flags], { PATH: "/nowhere" });

      expect(run.status).toBe(1);
      expect(run.stderr).toMatch(sentence);
      expect(run.stderr).not.toMatch(/^\s+at /m);
    },
  );
});

function named(command: string, pattern: RegExp): readonly string[] {
  return [...command.matchAll(pattern)].map((match) => match[1] ?? "");
}
