import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { buildStackProps, kiteStackProps } from "../../settings/stack-props";
import { BuildStack } from "../../stacks/build-stack";
import { KiteStack } from "../../stacks/kite-stack";
import { read } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";
import { buildProps, buildStack, buildStackOf, rightsOf } from "./build";
import { kiteStack, standInFunctions } from "./kite";

const projectNames = (stack: ReturnType<typeof buildStack>) =>
  stack.all("aws_codebuild_project").map(({ name }) => String(name));

describe("the values that kite-build passes on to kite", () => {
  it.each([
    ["default names", {}],
    ["custom names", { s3SourceBucketName: "ours", mainLambdaS3Key: "m.zip", outboxLambdaS3Key: "o.zip" }],
  ])("are the bucket and the keys that the functions of kite start with, given %s", (_case, keys) => {
    const file = { code: "build", prodStage: true, ...keys };

    const build = new BuildStack(Testing.app(), "kite-build", buildProps(file));

    const dev = kiteStack(file)
      .all("aws_lambda_function")
      .filter(({ function_name }) => String(function_name).startsWith("dev-"))
      .map(({ s3_bucket, s3_key }) => [s3_bucket, s3_key])
      .sort();
    const { mainLambdaS3Key, outboxLambdaS3Key, lifecycleLambdaS3Key, widgetLambdaS3Key } = build;
    expect(dev).toEqual(
      [mainLambdaS3Key, outboxLambdaS3Key, lifecycleLambdaS3Key, widgetLambdaS3Key]
        .map((key) => [build.s3SourceBucketName, key])
        .sort(),
    );
    expect(build).toMatchObject({
      s3BucketWithState: "kite-terraform-state-123456789012",
      region: "eu-west-1",
      prodStage: true,
    });
  });

  it("are plain text, so kite does not read the state of kite-build", () => {
    const kite = kiteStack({ code: "build" });

    expect(kite.document).not.toHaveProperty("data");
    expect(kite.json).not.toContain("terraform_remote_state");
  });
});

describe("a sandbox of kite-build", () => {
  it("has its own bucket, which contains the first code of the sandbox's functions", () => {
    const settings = readSettings({
      directory: settingsFolder({ ...smallest, code: "build" }),
      environment: { KITE_SANDBOX: "ada" },
    });

    const build = new BuildStack(Testing.app(), "ada-kite-build", {
      ...buildStackProps(settings),
      sourceDirectory: standInFunctions,
    });

    const kite = read(
      new KiteStack(Testing.app(), "ada-kite", {
        ...kiteStackProps(settings),
        sourceDirectory: standInFunctions,
      }),
    );
    expect(build.s3SourceBucketName).toBe("ada-kite-source-123456789012");
    expect(kite.all("aws_lambda_function").map(({ s3_bucket }) => s3_bucket)).toEqual(
      Array(4).fill("ada-kite-source-123456789012"),
    );
  });

  it("reads the state of the sandbox's kite from the bucket of the deployment", () => {
    const stack = buildStackOf({}, { KITE_SANDBOX: "ada" });

    expect(rightsOf(stack, "Projects_DriftCheck").State?.Resource).toEqual([
      "arn:aws:s3:::kite-terraform-state-123456789012/ada-kite/terraform.tfstate",
      "arn:aws:s3:::kite-terraform-state-123456789012/kite-state/terraform.tfstate",
    ]);
  });
});

interface Rule {
  readonly filter: readonly { readonly prefix: string }[];
  readonly expiration?: readonly object[];
}

describe("the source bucket", () => {
  const stack = buildStack();

  it("is versioned, is deleted with the stack, and expires locks and caches", () => {
    const rules = stack.one("aws_s3_bucket_lifecycle_configuration").rule as readonly {
      readonly id: string;
      readonly expiration?: readonly { readonly days: number }[];
    }[];

    expect(stack.one("aws_s3_bucket")).toEqual({ bucket: "kite-source-123456789012", force_destroy: true });
    expect(stack.one("aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(rules.map(({ id, expiration }) => [id, expiration?.[0]?.days])).toEqual([
      ["locks", 1],
      ["cache", 14],
      ["old-versions", undefined],
    ]);
  });

  it("never expires artifacts that a stage may run, or records of passed tests", () => {
    const { rule } = stack.one("aws_s3_bucket_lifecycle_configuration");

    const expiring = (rule as readonly Rule[]).filter(({ expiration }) => expiration !== undefined);
    const kept = ["artefacts/ab12/outbox.zip", "tested/dev/ab12.json", "live/prod.json", "outbox.zip"];
    expect(expiring.length).toBeGreaterThan(0);
    expect(
      kept.filter((key) =>
        expiring.some(({ filter }) => filter.some(({ prefix }) => key.startsWith(prefix))),
      ),
    ).toEqual([]);
  });

  it("enables versioning before it uploads its seeds", () => {
    const [versioning] = Object.keys(stack.byId("aws_s3_bucket_versioning"));

    const orders = stack.all("aws_s3_object").map(({ depends_on }) => depends_on);
    expect(orders).toEqual(Array(4).fill([`aws_s3_bucket_versioning.${versioning}`]));
  });

  it("is created before the build projects that store their cache in it", () => {
    const [bucket] = Object.keys(stack.byId("aws_s3_bucket"));

    const cached = stack
      .all("aws_codebuild_project")
      .filter(({ cache }) => (cache as { readonly type: string }).type === "S3");
    expect(cached.length).toBeGreaterThan(1);
    for (const { depends_on } of cached) {
      expect(depends_on).toContain(`aws_s3_bucket.${bucket}`);
    }
  });

  it("is seeded once, and a later deploy does not overwrite objects under the seeds' keys", () => {
    const seeds = stack.all("aws_s3_object");

    expect(seeds.map(({ key }) => key).sort()).toEqual([
      "lifecycle-handler.zip",
      "outbox.zip",
      "request-dispatcher.zip",
      "widget.zip",
    ]);
    for (const seed of seeds) {
      expect(seed.source).toMatch(/^assets\/.*\.zip$/);
      expect(seed.lifecycle).toEqual({ ignore_changes: ["source"] });
      expect(seed).not.toHaveProperty("source_hash");
    }
  });
});

describe("buildLambdaViaAsset", () => {
  const folder = mkdtempSync(join(tmpdir(), "kite-function-zip-"));
  const functionZip = join(folder, "function.zip");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("fails with the command that creates function.zip if the file does not exist", () => {
    const build = () => buildStack({ buildLambdaViaAsset: true, functionZip: join(folder, "absent.zip") });

    expect(build).toThrow(
      /^buildLambdaViaAsset is true, but .*absent\.zip does not exist\. Create it with "npx kite bundle --asset"/,
    );
  });

  it("uploads function.zip as the seed of every function and after every change, and creates no drift check", () => {
    const hashes = ["one", "two"].map((content) => {
      writeFileSync(functionZip, content);
      const stack = buildStack({ buildLambdaViaAsset: true, functionZip });
      expect(projectNames(stack)).not.toContain("drift-check-project");
      expect(stack.json).not.toMatch(/drift-check|Kite drift/);
      return stack.all("aws_s3_object").map(({ key, source_hash }) => [key, source_hash]);
    });

    const [first = [], second = []] = hashes;
    expect(first.map(([key]) => key).sort()).toEqual([
      "function.zip",
      "lifecycle-handler.zip",
      "outbox.zip",
      "request-dispatcher.zip",
      "widget.zip",
    ]);
    expect(new Set(first.map(([, hash]) => hash)).size).toBe(1);
    expect(first[0]?.[1]).not.toBe(second[0]?.[1]);
  });
});
