import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../settings/settings";
import { Clone } from "../main/clone";

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

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
    ["unprotect", [], /^Got no argument; wanted <stage>/],
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

      const run = await clone.run([`scripts/${script}.ts`, ...flags], { PATH: "/nowhere" });

      expect(run.status).toBe(1);
      expect(run.stderr).toMatch(sentence);
      expect(run.stderr).not.toMatch(/^\s+at /m);
    },
  );
});

function named(command: string, pattern: RegExp): readonly string[] {
  return [...command.matchAll(pattern)].map((match) => match[1] ?? "");
}
