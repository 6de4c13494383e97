import { join } from "node:path";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type Sample, type SampleFunctions, startSamples } from "./sample-functions";

const handlerPage = documented("lambda/latest/dg/nodejs-handler.html");

let samples: SampleFunctions;

afterEach(() => samples.stop());

/** Starts a function `sample` whose module is `source`. */
async function start(source: string, rest: Partial<Sample> = {}, file = "index.mjs") {
  samples = await startSamples({ sample: { files: { [file]: source }, ...rest } });
  return samples.runtime;
}

describe("a function's handler", () => {
  awsBehaviorOfMany(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "A handler is a function of an ES or CommonJS module; it returns a promise or, before Node.js 24, calls a callback.",
      source: handlerPage,
    },
    () => {
      it.each([
        ["an ES module", "index.mjs", "export const handler = async (event) => ({ got: event });"],
        ["a CommonJS module", "index.js", "exports.handler = async (event) => ({ got: event });"],
        ["a .cjs module", "index.cjs", "exports.handler = async (event) => ({ got: event });"],
        [
          "a callback",
          "index.mjs",
          "export const handler = (event, context, done) => { setTimeout(() => done(null, { got: event }), 1); };",
        ],
        [
          "a promise without async",
          "index.mjs",
          "export const handler = (event) => Promise.resolve({ got: event });",
        ],
      ])("can be %s", async (_, file, source) => {
        const runtime = await start(source, {}, file);

        const result = await runtime.invoke("sample", { a: [1, "é"] });

        expect(result).toEqual({ ok: true, payload: { got: { a: [1, "é"] } } });
      });
    },
  );

  it.each([
    ["nothing", "nodejs22.x", "async () => {}", null],
    ["a string", "nodejs22.x", "async () => 'text'", "text"],
    ["a value without a promise or callback, before Node.js 24", "nodejs22.x", "() => 1", null],
    ["a value without a promise, since Node.js 24", "nodejs24.x", "() => 1", 1],
    ["a function, which JSON does not support", "nodejs22.x", "async () => () => 1", null],
  ])("can return %s", async (_, runtimeName, handler, payload) => {
    const runtime = await start(`export const handler = ${handler};`, { runtime: runtimeName });

    const result = await runtime.invoke("sample", {});

    expect(result).toEqual({ ok: true, payload });
  });

  awsBehavior(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "A response has at most 6 MB; a longer one causes the error `Function.ResponseSizeTooLarge`.",
      source: documented("lambda/latest/dg/gettingstarted-limits.html"),
    },
    async () => {
      const runtime = await start("export const handler = async ({ length }) => 'x'.repeat(length);");

      const longest = await runtime.invoke("sample", { length: 6_291_556 - 2 });
      const tooLong = await runtime.invoke("sample", { length: 6_291_556 - 1 });

      expect(longest.ok).toBe(true);
      expect(tooLong).toMatchObject({ ok: false, errorType: "Function.ResponseSizeTooLarge" });
    },
  );

  it("can be in a folder and under a nested name", async () => {
    samples = await startSamples({
      sample: {
        handler: "src/app.on.message",
        files: { "src/app.js": "exports.on = { message: async () => 'found' };" },
      },
    });

    const result = await samples.runtime.invoke("sample", {});

    expect(result).toEqual({ ok: true, payload: "found" });
  });

  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "The context contains the request id, the function's name, version, ARN and memory, the log names and the remaining time.",
      source: documented("lambda/latest/dg/nodejs-context.html"),
    },
    async () => {
      const runtime = await start(`export const handler = async (event, context) => ({
      ...context, remaining: context.getRemainingTimeInMillis(), keys: Object.keys(context).length });`);

      const result = await runtime.invoke("sample:live", {});

      expect(result).toMatchObject({
        ok: true,
        payload: {
          awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          callbackWaitsForEmptyEventLoop: true,
          functionName: "sample",
          functionVersion: "7",
          invokedFunctionArn: "arn:aws:lambda:eu-west-1:000000000000:function:sample:live",
          memoryLimitInMB: "128",
          logGroupName: "/aws/lambda/sample",
          logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
          keys: 9,
        },
      });
      const { remaining } = (result as { payload: { remaining: number } }).payload;
      expect(remaining).toBeGreaterThan(1000);
      expect(remaining).toBeLessThanOrEqual(3000);
    },
  );

  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "A function has its declared environment variables and those that Lambda sets, but none of another process.",
      source: documented("lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"),
    },
    async () => {
      process.env.OF_THIS_PROCESS = "secret";
      samples = await startSamples(
        {
          sample: {
            environment: { DECLARED: "1", LAID_OVER: "stack" },
            files: { "index.mjs": "export const handler = async () => process.env;" },
          },
        },
        { environment: { LAID_OVER: "server" } },
      );

      const result = await samples.runtime.invoke("sample", {});

      expect(result).toMatchObject({
        payload: {
          DECLARED: "1",
          LAID_OVER: "server",
          AWS_REGION: "eu-west-1",
          AWS_LAMBDA_FUNCTION_NAME: "sample",
          AWS_LAMBDA_FUNCTION_VERSION: "7",
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
          AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
          _HANDLER: "index.handler",
          LAMBDA_TASK_ROOT: expect.stringContaining(join("work", "sample")),
        },
      });
      expect(result).not.toHaveProperty("payload.OF_THIS_PROCESS");
    },
  );
});
