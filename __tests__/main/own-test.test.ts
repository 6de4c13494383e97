import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { Clone } from "./clone";

/** The test that the original `cdktf init` wrote, with its example enabled. */
const generated = (
  resource: string,
) => `import "cdktf/lib/testing/adapters/jest"; // Load types for expect matchers
import { Testing } from "cdktf";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { StateStack } from "../stacks/state-stack";

describe("My CDKTF Application", () => {
  it.todo("should be tested");

  it("has a bucket", () => {
    const stack = new StateStack(Testing.app(), "kite-state", {
      region: "eu-north-1",
      s3BucketWithState: "${resource}",
    });
    expect(Testing.synth(stack)).toHaveResourceWithProperties(S3Bucket, { bucket: "k1te-chat-tfstate" });
  });
});
`;

const synthProgram = `import { App } from "cdktf";
import { StateStack } from "./stacks/state-stack";

const app = new App();
new StateStack(app, "kite-state", { region: "eu-north-1" });
app.synth();
`;

/** One of Kite's own tests, which expects Kite's `main.ts`. */
const ours = 'it("expects the main.ts of Kite", () => { throw new Error("ran"); });\n';

function runTests(resource: string | undefined) {
  const clone = new Clone();
  mkdirSync(join(clone.directory, "__tests__"));
  cpSync(join(repositoryFolder, "__tests__", "support"), join(clone.directory, "__tests__", "support"), {
    recursive: true,
  });
  const file = (path: string, text: string) => writeFileSync(join(clone.directory, path), text);
  file("jest.config.mjs", readFileSync(join(repositoryFolder, "jest.config.mjs"), "utf8"));
  file("main.ts", synthProgram);
  file("__tests__/ours.test.ts", ours);
  if (resource !== undefined) {
    file("__tests__/main-test.ts", generated(resource));
  }
  const jest = join(repositoryFolder, "node_modules", "jest", "bin", "jest.js");
  const run = spawnSync(process.execPath, [jest, "--ci"], { cwd: clone.directory, encoding: "utf8" });
  return { status: run.status, said: run.stdout + run.stderr };
}

describe("a user's own __tests__/main-test.ts with the user's own main.ts", () => {
  it("runs without Kite's tests, with the matchers of cdktf, and fails if an expectation fails", () => {
    const right = runTests("k1te-chat-tfstate");
    const wrong = runTests("another");

    expect(right).toMatchObject({ status: 0, said: expect.stringMatching(/1 todo, 1 passed/) });
    expect(right.said).not.toContain("expects the main.ts of Kite");
    expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining("k1te-chat-tfstate") });
  });

  it("is optional", () => {
    expect(runTests(undefined)).toMatchObject({ status: 0, said: expect.stringContaining("No tests found") });
  });
});
