import { Workshop } from "./stand-ins";

describe("the command line of a script", () => {
  const workshop = new Workshop();

  it("tells with --help what the script does, and does nothing", async () => {
    const help = await workshop.run("secrets", {}, ["--help"]);

    expect(help).toMatchObject({ status: 0, stderr: "" });
    expect(help.stdout).toMatch(/^npm run secrets -- <stage\|app>/);
  });

  it.each<[string, string, string[], RegExp]>([
    [
      "a missing argument",
      "secrets",
      [],
      /^Got no argument; wanted <stage\|app>\. Run npm run secrets -- --help/,
    ],
    ["an argument too many", "secrets", ["dev", "prod"], /^Got "dev prod"; wanted <stage\|app>\./],
    [
      "an unknown flag",
      "secrets",
      ["dev", "--force"],
      /^Unknown option '--force'\. Run npm run secrets -- --help for/,
    ],
    ["two flags that exclude each other", "secrets", ["dev", "--list", "--delete"], /wanted one of them/],
    ["an argument that no script wants", "diff", ["kyte"], /kyte.*npm run diff/],
  ])("refuses %s in one line", async (_case, script, flags, message) => {
    const run = await workshop.run(script, {}, flags);

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trim()).not.toContain("\n");
  });
});
