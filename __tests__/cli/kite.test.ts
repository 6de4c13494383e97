import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, groups } from "../../cli/command";
import { repositoryFolder } from "../../constructs/repository";
import type { Run } from "../main/clone";

const commandFiles = readdirSync(join(repositoryFolder, "cli/commands")).map((file) =>
  file.replace(/\.ts$/, ""),
);

/** Runs the repository's `kite`. */
function kite(
  words: readonly string[],
  folder = repositoryFolder,
  program = join(repositoryFolder, "cli/kite.cjs"),
) {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  return new Promise<Run>((resolve) => child.on("close", (status) => resolve({ status, ...said })));
}

describe("kite --help", () => {
  it.each([[[]], [["--help"]], [["-h"]], [["help"]], [["help", "help"]], [["--help", "-h"]]])(
    "with %j lists every command",
    async (words) => {
      const { status, stdout, stderr } = await kite(words);

      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const listed = [...stdout.matchAll(/^ {2}([a-z0-9-]+) {2,}\S/gm)].map(([, name]) => name);
      expect(listed.sort()).toEqual([...commandFiles].sort());
      expect(Object.values(groups).filter((title) => !stdout.includes(`\n${title}:\n`))).toEqual([]);
    },
  );

  it("works in any folder", async () => {
    expect(await kite(["--help"], tmpdir())).toEqual(await kite(["--help"]));
  });
});

describe.each(commandFiles)("kite %s", (name) => {
  const { command } = jest.requireActual<{ readonly command: Command }>(`../../cli/commands/${name}`);

  it("prints its usage and options with --help", async () => {
    const { status, stdout, stderr } = await kite([name, "--help"]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^Usage: npx kite ${name} .*\\[options\\]\n\n`));
    expect(stdout).toContain(command.summary);
    const flags = [...stdout.matchAll(/^ {2}(?:-h, )?--([\w-]+)/gm)].map(([, flag]) => flag);
    expect(flags).toEqual([
      ...Object.keys(command.options ?? {}),
      ...(command.json === undefined ? [] : ["json"]),
      "help",
    ]);
  });

  it("rejects an unknown option with one line", async () => {
    expect(await kite([name, "--no-such-option"])).toEqual({
      status: 1,
      stdout: "",
      stderr: `Unknown option '--no-such-option'. Run npx kite ${name} --help for the usage.\n`,
    });
  });

  it("has a summary of one sentence", () => {
    expect(command.summary).toMatch(/^[A-Z][^\n]{10,110}\.$/);
  });
});

describe("the command line", () => {
  it.each<[string, readonly string[], string]>([
    ["an unknown command", ["secrts"], 'Unknown command "secrts". Did you mean secrets? Run npx kite --help'],
    [
      "an unknown command without a similar name",
      ["frobnicate"],
      'Unknown command "frobnicate". Run npx kite --help',
    ],
    ["an option in place of a command", ["--hlep"], 'Unknown command "--hlep". Run npx kite --help'],
    [
      "an unknown option",
      ["secrets", "dev", "--lst"],
      "Unknown option '--lst'. Did you mean --list? Run npx kite secrets --help",
    ],
    ["an option without its value", ["synth", "--stage"], "Option '--stage <value>' argument missing. Run"],
    [
      "a value that looks like an option",
      ["smoke", "--channel", "-chat-room"],
      "Option '--channel' argument is ambiguous: write a value that begins with a dash as --channel=-XYZ. Run",
    ],
    ["a value for a flag", ["secrets", "--yes=no"], "Option '--yes' does not take an argument. Run"],
    [
      "a missing argument",
      ["secrets"],
      "Expected <stage|app>, received no argument. Run npx kite secrets --help",
    ],
    ["too many arguments", ["secrets", "dev", "prod"], 'Expected <stage|app>, received "dev prod". Run'],
    [
      "an argument for a command without arguments",
      ["bootstrap", "dev"],
      'Expected no argument, received "dev". Run',
    ],
    [
      "an argument that is not one of the choices",
      ["github-credentials", "delte", "--yes"],
      'Expected import, list, delete, received "delte". Did you mean delete? Run',
    ],
    [
      "two options that exclude each other",
      ["secrets", "dev", "--list", "--delete"],
      "Expected --list or --delete, received both.",
    ],
    ["a stack that does not exist", ["diff", "kyte"], "<stack>: expected one of local, kite-state"],
    [
      "a text in place of a whole number",
      ["sweep", "--messages", "many"],
      "--messages: expected a whole number above 0, received",
    ],
    ["an unknown fault", ["sweep", "--faults", "rain"], "--faults: there is no fault rain. Choose from"],
    ["--json for a command without a result", ["bootstrap", "--json"], "Unknown option '--json'. Run"],
  ])("rejects %s with one line", async (_case, words, message) => {
    const { status, stdout, stderr } = await kite(words);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr.slice(0, message.length)).toBe(message);
    expect(stderr.trim()).not.toContain("\n");
  });

  it("prints the help of a command also with kite help", async () => {
    expect(await kite(["help", "drift"])).toEqual(await kite(["drift", "--help"]));
  });
});

describe("kite without its packages", () => {
  it("reports how to install the packages, even in a folder with a space in its name", async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "kite fresh ")));
    try {
      for (const path of ["cli/kite.cjs", "launcher"]) {
        cpSync(join(repositoryFolder, path), join(folder, path), { recursive: true });
      }

      const run = await kite(["--help"], folder, join(folder, "cli/kite.cjs"));

      expect(run).toEqual({
        status: 1,
        stdout: "",
        stderr:
          'The packages that Kite needs are not installed. Run "npm ci" in the folder of the repository.\n',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
