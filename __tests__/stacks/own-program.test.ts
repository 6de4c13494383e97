import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { Synthesized } from "../constructs/synthesized";
import { Clone, type Run } from "../main/clone";

/** The two stacks as the original README declares them. */
const declaration = `const buildStack = new BuildStack(app, "kite-build", {
  gitRepositoryUrl: "https://github.com/pragmasoft-ua/kite-chat",
  s3BucketWithState: "k1te-chat-tfstate",
  region: "eu-north-1",
  prodStage: true,
});
new KiteStack(app, "kite", {
  s3BucketWithState: buildStack.s3BucketWithState,
  region: buildStack.region,
  s3SourceBucketName: buildStack.s3SourceBucketName,
  lifecycleLambdaS3Key: buildStack.lifecycleLambdaS3Key,
  mainLambdaS3Key: buildStack.mainLambdaS3Key,
  prodStage: buildStack.prodStage,
  domainName: "kite.chat",
  architecture: "arm64",
  runtime: "provided.al2",
  handler: "hello.handler",
  memorySize: 256,
});`;

const synthProgram = `import { App } from "cdktf";
import { BuildStack } from "./stacks/build-stack";
import { KiteStack } from "./stacks/kite-stack";

const app = new App();
${declaration}
app.synth();
`;

// The compiler and the program each run in a child process.
jest.setTimeout(240_000);

/** Creates a clone without a deployment file and `.env`, with a user's own `main.ts`. */
function ownProgram(text: string): Clone {
  const clone = new Clone();
  rmSync(join(clone.directory, "deployments"), { recursive: true });
  writeFileSync(join(clone.directory, "main.ts"), text);
  return clone;
}

function typeCheck(clone: Clone): { readonly status: number | null; readonly said: string } {
  const tsc = join(repositoryFolder, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "--noEmit", "-p", "tsconfig.program.json"], {
    cwd: clone.directory,
    encoding: "utf8",
  });
  return { status: run.status, said: run.stdout + run.stderr };
}

function stackOf(clone: Clone, name: string): Synthesized {
  return new Synthesized(clone.files().get(`stacks/${name}/cdk.tf.json`)?.toString() ?? "{}");
}

describe("a program with the two stacks of the original README", () => {
  const clone = ownProgram(synthProgram);
  let run: Run;
  beforeAll(async () => {
    run = await clone.synthesize();
  });

  it("is identical to the example in the README", () => {
    expect(readFileSync(join(repositoryFolder, "README.md"), "utf8")).toContain(declaration);
  });

  it("compiles, but does not compile with an unknown prop", () => {
    const right = typeCheck(clone);
    const wrong = typeCheck(ownProgram(synthProgram.replace("memorySize: 256", "memmorySize: 256")));

    expect(right).toEqual({ status: 0, said: "" });
    expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining("memmorySize") });
  });

  it("is synthesized without network, credentials, a deployment file or .env", () => {
    expect(run).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("gets the code of the main Lambda and the lifecycle handler from the bucket of kite-build, for both stages", () => {
    const functions = stackOf(clone, "kite")
      .all("aws_lambda_function")
      .map((it) => [it.function_name, it.s3_bucket ?? "packaged", it.s3_key, it.lifecycle !== undefined]);

    const bucket = "k1te-chat-tfstate-source";
    expect(functions.sort()).toEqual(
      ["dev", "prod"].flatMap((stage) => [
        [`${stage}-lifecycle-handler`, bucket, "lifecycle-handler.zip", true],
        [`${stage}-outbox`, "packaged", undefined, false],
        [`${stage}-request-dispatcher`, bucket, "request-dispatcher.zip", true],
        [`${stage}-widget`, "packaged", undefined, false],
      ]),
    );
    expect(stackOf(clone, "kite-build").one("aws_s3_bucket").bucket).toBe(bucket);
  });

  it("applies runtime and handler to the main Lambda only, and memory and architecture to all functions", () => {
    const functions = stackOf(clone, "kite")
      .all("aws_lambda_function")
      .filter(({ function_name }) => String(function_name).startsWith("dev-"))
      .map((it) => [it.function_name, it.runtime, it.handler, it.memory_size, it.architectures]);

    expect(functions.sort()).toEqual([
      ["dev-lifecycle-handler", "nodejs22.x", "index.handler", 256, ["arm64"]],
      ["dev-outbox", "nodejs22.x", "index.handler", 256, ["arm64"]],
      ["dev-request-dispatcher", "provided.al2", "hello.handler", 256, ["arm64"]],
      ["dev-widget", "nodejs22.x", "index.handler", 256, ["arm64"]],
    ]);
  });

  it("looks up the account of the credentials, and accepts every account", () => {
    for (const name of ["kite-build", "kite"]) {
      const { document, json } = stackOf(clone, name);

      expect(document.data).toMatchObject({ aws_caller_identity: { Caller: {} } });
      expect(json).toContain("${data.aws_caller_identity.Caller.account_id}");
      expect(json).not.toContain("allowed_account_ids");
      expect(json).not.toContain("TfToken");
    }
  });

  it("stores both states in the bucket, and deploys kite-build before kite", () => {
    const manifest = JSON.parse(clone.files().get("manifest.json")?.toString() ?? "{}");
    const keys = ["kite-build", "kite"].map(
      (name) => (stackOf(clone, name).document.terraform as { backend: { s3: object } }).backend.s3,
    );

    expect(keys).toEqual(
      ["kite-build", "kite"].map((name) =>
        expect.objectContaining({ bucket: "k1te-chat-tfstate", key: `${name}/terraform.tfstate` }),
      ),
    );
    expect(manifest.stacks.kite.dependencies).toEqual(["kite-build"]);
  });

  it("has a drift check that reads the stack and its Cloudflare zone", () => {
    const check = JSON.stringify(
      stackOf(clone, "kite-build").one("aws_codebuild_project", { name: "drift-check-project" }),
    );

    expect(check).toContain('{"name":"STACK","type":"PLAINTEXT","value":"kite"}');
    expect(check).toContain('"CLOUDFLARE_API_TOKEN"');
    expect(check).not.toContain("KITE_DEPLOYMENT");
    expect(stackOf(clone, "kite-build").json).toContain("parameter/kite/cloudflare-api-token");
  });

  it("warns if a runtime has reached its end of life, and if it cannot run a bundle for Node.js", () => {
    const manifest = JSON.parse(clone.files().get("manifest.json")?.toString() ?? "{}");

    const warnings = manifest.stacks.kite.annotations.map((it: { message: string }) => it.message);
    expect(warnings).toEqual([
      expect.stringMatching(/^Runtime of the request-dispatcher: provided\.al2 ended .*provided\.al2023/),
      expect.stringMatching(
        /^Runtime of the request-dispatcher: expected .* received "provided\.al2" for request-dispatcher\.zip .* a deploy is rejected\.$/,
      ),
    ]);
  });
});
