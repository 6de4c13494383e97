import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { upgradeFlags } from "../../../cli/deploy/provider-lock";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("the lock file of the providers", () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>> | undefined]>([
    ["is not changed if it has the required versions", [], { "hashicorp/aws": "6.64.0" }],
    ["is not changed if it lacks the required providers", [], { "cloudflare/cloudflare": "5.22.0" }],
    ["is created by Terraform if it does not exist", [], undefined],
    ["is upgraded if it has an older version", ["-upgrade"], { "hashicorp/aws": "6.25.0" }],
    [
      "is upgraded if one of several versions differs",
      ["-upgrade"],
      { "kreuzwerker/docker": "3.6.2", "hashicorp/aws": "6.64.0" },
    ],
  ])("%s", (_case, flags, locked) => {
    expect(upgradeFlags(stackFolder(locked))).toEqual(flags);
  });
});

/** Creates the folder of a stack that requires two providers. */
function stackFolder(locked: Readonly<Record<string, string>> | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "kite-lock-"));
  folders.push(folder);
  const required_providers = {
    aws: { source: "aws", version: "6.64.0" },
    docker: { source: "kreuzwerker/docker", version: "4.5.0" },
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { required_providers } }));
  if (locked) {
    writeFileSync(join(folder, ".terraform.lock.hcl"), lockFile(locked));
  }
  return folder;
}

/** Returns a lock file as Terraform 1.11 writes it. */
function lockFile(locked: Readonly<Record<string, string>>): string {
  const blocks = Object.entries(locked).map(
    ([source, version]) => `provider "registry.terraform.io/${source}" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
    "h1:9dp1yPk1RT7hNaSl3XV6zYsIaNEBM8dZdy5ZBs+wHGc=",
  ]
}
`,
  );
  return `# This file is maintained automatically by "terraform init".\n\n${blocks.join("\n")}`;
}
