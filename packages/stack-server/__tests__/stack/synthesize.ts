import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { StackContext } from "../../src/stack/stack-values";

/** URLs of the server in these tests. */
export const context: StackContext = {
  httpEndpoint: "http://localhost:3000",
  webSocketEndpoint: "ws://localhost:3000",
  servicesEndpoint: "http://127.0.0.1:4566",
};

/** Synthesizes one stack with cdktf into a new directory. @returns the stack's directory */
export function synthesize(build: (stack: TerraformStack) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), "stack-"));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "sample");
  new AwsProvider(stack, "aws", { region: "eu-central-1", allowedAccountIds: ["123456789012"] });
  build(stack);
  app.synth();
  return join(outdir, "stacks", "sample");
}

/** Writes a `cdk.tf.json` that cdktf would not write. @returns the stack's directory */
export function writeStack(content: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), "stack-"));
  writeFileSync(
    join(directory, "cdk.tf.json"),
    typeof content === "string" ? content : JSON.stringify(content),
  );
  return directory;
}
