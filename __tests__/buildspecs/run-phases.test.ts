import { tmpdir } from "node:os";
import { readBuildspec } from "./buildspec";
import { runPhases } from "./run-phases";

/** Runs a buildspec with these phases, in which each command prints its name. */
function run(phases: string, environment: Readonly<Record<string, string>> = {}) {
  const text = `version: 0.2\nenv: {shell: bash, variables: {WHO: buildspec}}\nphases: ${phases}`;
  const place = { directory: tmpdir(), environment: { PATH: process.env.PATH ?? "", ...environment } };
  return runPhases(readBuildspec(text), place);
}

describe("the phases of a build", () => {
  it.each<[string, string, string, "SUCCEEDED" | "FAILED"]>([
    [
      "run in CodeBuild's order",
      "{build: {commands: [echo b]}, install: {commands: [echo i]}}",
      "i b",
      "SUCCEEDED",
    ],
    ["end at the first command that fails", "{build: {commands: [echo a, 'false', echo b]}}", "a", "FAILED"],
    ["run finally after success", "{build: {commands: [echo a], finally: [echo f]}}", "a f", "SUCCEEDED"],
    ["run finally after a failure", "{build: {commands: ['false'], finally: [echo f]}}", "f", "FAILED"],
    ["fail if finally fails", "{build: {commands: [echo a], finally: ['false']}}", "a", "FAILED"],
    [
      "end after a failed pre_build",
      "{pre_build: {commands: ['false']}, build: {commands: [echo b]}, post_build: {commands: [echo p]}}",
      "",
      "FAILED",
    ],
    [
      "continue with post_build after a failed build",
      "{build: {commands: ['false']}, post_build: {commands: [echo p $CODEBUILD_BUILD_SUCCEEDING]}}",
      "p 0",
      "FAILED",
    ],
    [
      "end after a failed build with on-failure ABORT",
      "{build: {on-failure: ABORT, commands: ['false']}, post_build: {commands: [echo p]}}",
      "",
      "FAILED",
    ],
    [
      "continue after a failed install with on-failure CONTINUE",
      "{install: {on-failure: CONTINUE, commands: ['false']}, build: {commands: [echo b]}}",
      "b",
      "FAILED",
    ],
  ])("%s", async (_case, phases, said, status) => {
    const build = await run(phases);

    expect(build.log.trim().split(/\s+/).join(" ")).toBe(said);
    expect(build.status).toBe(status);
  });

  it("get the project's variables, which override those of the buildspec", async () => {
    const commands = "{build: {commands: [echo $WHO]}}";

    const builds = [await run(commands), await run(commands, { WHO: "project" })];

    expect(builds.map((build) => build.log)).toEqual(["buildspec\n", "project\n"]);
  });

  it("are rejected if they contain a key that CodeBuild does not know", () => {
    expect(() => run("{build: {command: [echo b]}}")).toThrow(/command/);
  });
});
