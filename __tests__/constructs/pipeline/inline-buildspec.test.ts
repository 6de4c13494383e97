import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  escapeTemplates,
  inlineBuildspec,
  inlineBuildspecLimit,
} from "../../../constructs/pipeline/inline-buildspec";
import { repositoryFolder } from "../../../constructs/repository";

const directory = mkdtempSync(join(tmpdir(), "inline-buildspec-"));
mkdirSync(join(directory, "steps"));
afterAll(() => rmSync(directory, { recursive: true }));

const step = (name: string, text: string) => writeFileSync(join(directory, "steps", name), text);

describe("inlineBuildspec", () => {
  it("adds commands that write the buildspec's steps and their includes before the first step runs", () => {
    step("one.sh", '#!/usr/bin/env bash\n. "$(dirname "$0")/common.sh"\n\necho one\n');
    step("common.sh", "set -e\n");
    step("other.sh", "echo other\n");
    writeFileSync(
      join(directory, "ship.yml"),
      "phases:\n  build:\n    commands:\n      - bash buildspecs/steps/one.sh\n",
    );

    expect(inlineBuildspec(directory, "ship")).toBe(`phases:
  build:
    commands:
      - |
        rm -rf .kite buildspecs
        mkdir -p buildspecs/steps
        cat >buildspecs/steps/one.sh <<'END-OF-STEP'
        #!/usr/bin/env bash
        . "$(dirname "$0")/common.sh"

        echo one
        END-OF-STEP
        cat >buildspecs/steps/common.sh <<'END-OF-STEP'
        set -e
        END-OF-STEP
      - bash buildspecs/steps/one.sh
`);
  });

  it("does not change a buildspec without steps", () => {
    writeFileSync(join(directory, "plain.yml"), "phases:\n  build:\n    commands:\n      - npm ci\n");

    expect(inlineBuildspec(directory, "plain")).toBe("phases:\n  build:\n    commands:\n      - npm ci\n");
  });

  it.each(["deploy-on-tag", "promote", "smoke-test"])(
    "returns a text for %s that is short enough for CodeBuild",
    (name) => {
      const text = inlineBuildspec(join(repositoryFolder, "buildspecs"), name);

      expect(escapeTemplates(text).length).toBeLessThan(inlineBuildspecLimit);
    },
  );
});

describe("escapeTemplates", () => {
  it.each([
    ["${name}", "$${name}"],
    ["$name and $(date)", "$name and $(date)"],
    ["%{ if }", "%%{ if }"],
  ])("escapes %j as %j, so that Terraform reads the original text", (text, escaped) => {
    expect(escapeTemplates(text)).toBe(escaped);
  });
});
