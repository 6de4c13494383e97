import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildspecNamed, buildspecNames, buildspecs } from "./buildspec";

const steps = readdirSync(join(buildspecs, "steps"));
/** Programs that a buildspec may run besides steps. People run them too. */
const programs = [
  "npm ci --no-audit",
  "npx playwright test -c checks/e2e",
  "bash cli/fetch-checkov.sh",
  "npm run kite -- scan",
  "npm run kite -- audit",
  'npm run smoke -- "$STAGE" --ws "$WEBSOCKET_URL" --http "$HTTP_URL"',
];
const read = (step: string) => readFileSync(join(buildspecs, "steps", step), "utf8");

/** All commands of a buildspec. */
function commandsOf(name: string): readonly string[] {
  return Object.values(buildspecNamed(name).phases).flatMap((phase) => [
    ...(phase?.commands ?? []),
    ...(phase?.finally ?? []),
  ]);
}

describe.each(buildspecNames)("%s.yml", (name) => {
  it("runs steps that exist, and little else", () => {
    const others = commandsOf(name).filter(
      (command) => !steps.some((step) => command === `bash buildspecs/steps/${step}`),
    );

    expect(others.filter((it) => !programs.includes(it))).toEqual([]);
  });

  it("holds no variable that looks like a secret", () => {
    const { variables } = buildspecNamed(name).env;

    expect(Object.keys(variables).filter((it) => /token|secret|password|key$/i.test(it))).toEqual([]);
  });
});

describe.each(steps)("the step %s", (step) => {
  const text = read(step);

  it("is bash, stops at the first error, and is used", () => {
    const syntax = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    const users = [...buildspecNames.flatMap(commandsOf), ...steps.filter((it) => it !== step).map(read)];

    expect(syntax.stderr).toBe("");
    expect(users.some((user) => user.includes(step))).toBe(true);
    // A step of its own sets the options by what it sources first, or is one command.
    expect(text.startsWith("#!") === false || /^\. .*common\.sh"$/m.test(text) || /^rm /m.test(text)).toBe(
      true,
    );
  });

  it("is small, says what it is for, and never shows what it runs", () => {
    expect(text.split("\n").length).toBeLessThan(90);
    expect(text).toMatch(/^(#!\/usr\/bin\/env bash\n)?# \S/);
    expect(text).not.toMatch(/set -\w*x|set \+e|\benv\s*$|printenv/m);
  });
});

describe("docs/pipeline.md", () => {
  it("says of each step what to do when it fails, and of no other", () => {
    const page = readFileSync(join(buildspecs, "../docs/pipeline.md"), "utf8");

    const rows = [...page.matchAll(/^\| `([\w-]+\.sh)` \|/gm)].map(([, step]) => step);

    expect(rows.sort()).toEqual(steps.filter((step) => read(step).startsWith("#!")).sort());
  });
});

describe("the end-to-end report", () => {
  it("goes to the report group that CodeBuild makes of the project's name and this one", () => {
    const { reports = {} } = buildspecNamed("e2e-test");

    expect(Object.keys(reports).map((name) => `e2e-test-project-${name}`)).toEqual([
      "e2e-test-project-e2e-test-report-group",
    ]);
  });
});
