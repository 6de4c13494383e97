import type { Synthesized } from "../constructs/synthesized";
import { kiteStack } from "./kite";

const s3 = {
  code: "s3",
  s3SourceBucketName: "our-releases",
  mainLambdaS3Key: "1.2/main.zip",
  outboxLambdaS3Key: "1.2/outbox.zip",
  lifecycleLambdaS3Key: "1.2/lifecycle.zip",
  widgetLambdaS3Key: "1.2/widget.zip",
};
const shipped = ["s3_key", "s3_object_version", "source_code_hash"];

const functionsOf = (stack: Synthesized) =>
  stack
    .all("aws_lambda_function")
    .map(({ function_name, s3_bucket, s3_key }) => [function_name, s3_bucket, s3_key]);

describe("the code of the functions", () => {
  it("is packaged and uploaded by the deploy by default", () => {
    const functions = kiteStack().all("aws_lambda_function");

    expect(functions).toHaveLength(4);
    for (const lambda of functions) {
      expect(lambda).toMatchObject({
        filename: expect.stringMatching(/^assets\/.*\.zip$/),
        source_code_hash: expect.stringMatching(/^.{44}$/),
      });
      expect(lambda).not.toHaveProperty("s3_bucket");
      expect(lambda).not.toHaveProperty("lifecycle");
    }
  });

  it("honors s3SourceBucketName and the four keys, and follows later changes of them", () => {
    const stack = kiteStack(s3);

    expect(functionsOf(stack).sort()).toEqual([
      ["dev-lifecycle-handler", "our-releases", "1.2/lifecycle.zip"],
      ["dev-outbox", "our-releases", "1.2/outbox.zip"],
      ["dev-request-dispatcher", "our-releases", "1.2/main.zip"],
      ["dev-widget", "our-releases", "1.2/widget.zip"],
    ]);
    expect(stack.json).not.toContain('"filename"');
    expect(stack.json).not.toContain("ignore_changes");
  });

  it("can be in any language, because each function has its own runtime, handler and memory size", () => {
    const own = {
      architecture: "x86_64",
      dispatcherRuntime: "provided.al2023",
      dispatcherHandler: "bootstrap",
      dispatcherMemorySizeMb: 320,
      lifecycleRuntime: "java21",
      lifecycleHandler: "chat.Lifecycle",
      lifecycleMemorySizeMb: 640,
    };

    const stack = kiteStack({ ...s3, stages: { dev: own } });

    const functions = stack
      .all("aws_lambda_function")
      .map((it) => [it.function_name, it.runtime, it.handler, it.memory_size, it.architectures]);
    expect(functions.sort()).toEqual([
      ["dev-lifecycle-handler", "java21", "chat.Lifecycle", 640, ["x86_64"]],
      ["dev-outbox", "nodejs22.x", "index.handler", 256, ["x86_64"]],
      ["dev-request-dispatcher", "provided.al2023", "bootstrap", 320, ["x86_64"]],
      ["dev-widget", "nodejs22.x", "index.handler", 256, ["x86_64"]],
    ]);
  });

  it("is first the seed of kite-build, and afterwards only the pipeline changes it", () => {
    const stack = kiteStack({ code: "build", prodStage: true });

    expect(functionsOf(stack).slice(0, 4).sort()).toEqual([
      ["dev-lifecycle-handler", "kite-source-123456789012", "lifecycle-handler.zip"],
      ["dev-outbox", "kite-source-123456789012", "outbox.zip"],
      ["dev-request-dispatcher", "kite-source-123456789012", "request-dispatcher.zip"],
      ["dev-widget", "kite-source-123456789012", "widget.zip"],
    ]);
    expect(stack.all("aws_lambda_function").map(({ lifecycle }) => lifecycle)).toEqual(
      Array(8).fill({ ignore_changes: shipped }),
    );
  });

  it("is served by an alias that follows the version that the pipeline published", () => {
    const stack = kiteStack({ code: "build" });

    for (const alias of stack.all("aws_lambda_alias")) {
      expect(alias.function_version).toMatch(/^\$\{aws_lambda_function\..*\.version\}$/);
    }
  });

  it.each<[string, object, RegExp]>([
    [
      "S3 without all of its keys",
      { code: "s3", s3SourceBucketName: "our-releases", mainLambdaS3Key: "main.zip" },
      /- outboxLambdaS3Key .* received nothing, with "code": "s3".*\n.*- lifecycleLambdaS3Key/,
    ],
    ["keys without S3", { mainLambdaS3Key: "main.zip" }, /- mainLambdaS3Key .* with "code": "asset"/],
    [
      "another runtime for code that is packaged locally",
      { stages: { dev: { outboxRuntime: "java21" } } },
      /- stages\.dev\.outboxRuntime .* expected nodejs22\.x or nodejs24\.x.*received "java21"/,
    ],
    [
      "another handler for code that is packaged locally",
      { stages: { dev: { dispatcherHandler: "bootstrap" } } },
      /- stages\.dev\.dispatcherHandler .* expected index\.handler.*received "bootstrap"/,
    ],
    ["an unknown source of the code", { code: "zip" }, /- code .* expected asset.*received "zip"/],
  ])("cannot be configured with %s", (_case, file, message) => {
    const build = () => kiteStack(file);

    expect(build).toThrow(message);
  });
});
