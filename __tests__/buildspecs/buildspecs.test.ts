import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildspecNamed, buildspecNames, buildspecs } from "./buildspec";

const steps = readdirSync(join(buildspecs, "steps"));
/** Commands other than steps that a buildspec may run. People run them, too. */
const programs = [
  "npm ci --no-audit",
  "npx playwright test -c checks/e2e",
  "bash cli/fetch-checkov.sh",
  "npm run kite -- scan",
  "npm run kite -- audit",
  'npm run smoke -- "$STAGE" --ws "$WEBSOCKET_URL" --http "$HTTP_URL"',
];
const read = (step: string) => readFileSync(join(buildspecs, "steps", step), "utf8");

/** Returns all commands of a buildspec. */
function commandsOf(name: string): readonly string[] {
  return Object.values(buildspecNamed(name).phases).flatMap((phase) => [
    ...(phase?.commands ?? []),
    ...(phase?.finally ?? []),
  ]);
}

describe.each(buildspecNames)("%s.yml", (name) => {
  it("runs only existing steps and a few listed commands", () => {
    const others = commandsOf(name).filter(
      (command) => !steps.some((step) => command === `bash buildspecs/steps/${step}`),
    );

    expect(others.filter((it) => !programs.includes(it))).toEqual([]);
  });

  it("has no variable that is named like a secret", () => {
    const { variables } = buildspecNamed(name).env;

    expect(Object.keys(variables).filter((it) => /token|secret|password|key$/i.test(it))).toEqual([]);
  });
});

describe.each(steps)("the step %s", (step) => {
  const text = read(step);

  it("is a valid bash script that stops at the first error, and a buildspec uses it", () => {
    const syntax = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    const users = [...buildspecNames.flatMap(commandsOf), ...steps.filter((it) => it !== step).map(read)];

    expect(syntax.stderr).toBe("");
    expect(users.some((user) => user.includes(step))).toBe(true);
    // A step gets its options from `common.sh`, which it sources first, or it is a single command.
    expect(text.startsWith("#!") === false || /^\. .*common\.sh"$/m.test(text) || /^rm /m.test(text)).toBe(
      true,
    );
  });

  it("is short, starts with a comment, and does not print its commands or its environment", () => {
    expect(text.split("\n").length).toBeLessThan(90);
    expect(text).toMatch(/^(#!\/usr\/bin\/env bash\n)?# \S/);
    expect(text).not.toMatch(/set -\w*x|set \+e|\benv\s*$|printenv/m);
  });
});

describe("docs/pipeline.md", () => {
  it("has a row for each step, and no other rows, in the table of failures", () => {
    const page = readFileSync(join(buildspecs, "../docs/pipeline.md"), "utf8");

    const rows = [...page.matchAll(/^\| `([\w-]+\.sh)` \|/gm)].map(([, step]) => step);

    expect(rows.sort()).toEqual(steps.filter((step) => read(step).startsWith("#!")).sort());
  });
});

describe("the report of the end-to-end test", () => {
  it("is in the report group whose name CodeBuild derives from the project and the report", () => {
    const { reports = {} } = buildspecNamed("e2e-test");

    expect(Object.keys(reports).map((name) => `e2e-test-project-${name}`)).toEqual([
      "e2e-test-project-e2e-test-report-group",
    ]);
  });
});
