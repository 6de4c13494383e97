import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type SampleFunctions, startSample, startSamples } from "./sample-functions";

const runtimeClient = documented(
  "https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/utils/errors.ts",
);

let samples: SampleFunctions;

afterEach(() => samples.stop());

async function start(...sample: Parameters<typeof startSample>) {
  samples = await startSample(...sample);
  return samples.runtime;
}

describe("a function whose handler cannot be loaded", () => {
  awsBehaviorOfMany(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "If a module cannot be loaded, or does not export the handler, each invocation fails with the init error.",
      source: runtimeClient,
    },
    () => {
      it.each([
        ["throws at import", { "index.mjs": "throw new EvalError('init');" }, "EvalError", /^init$/],
        [
          "has a syntax error",
          { "index.mjs": "export const = 1" },
          "Runtime.UserCodeSyntaxError",
          /^SyntaxError: /,
        ],
        [
          "imports a missing module",
          { "index.mjs": "import 'not-installed';" },
          "Runtime.ImportModuleError",
          /not-installed/,
        ],
        ["has no module", { "other.mjs": "" }, "Runtime.ImportModuleError", /Cannot find module/],
        [
          "exports no handler",
          { "index.mjs": "export const other = 1;" },
          "Runtime.HandlerNotFound",
          /^index.handler is undefined or not exported$/,
        ],
        [
          "exports a handler that is not a function",
          { "index.mjs": "export const handler = 1;" },
          "Runtime.HandlerNotFound",
          /^index.handler is not a function$/,
        ],
        ["exits at import", { "index.mjs": "process.exit(4);" }, "Runtime.ExitError", /exit status 4/],
      ])("that %s fails each invocation with its init error", async (_, files, errorType, errorMessage) => {
        samples = await startSamples({ sample: { files: files as unknown as Record<string, string> } });

        const results = [
          await samples.runtime.invoke("sample", {}),
          await samples.runtime.invoke("sample", {}),
        ];

        const failure = expect.objectContaining({
          ok: false,
          errorType,
          errorMessage: expect.stringMatching(errorMessage),
        });
        expect(results).toEqual([failure, failure]);
      });
    },
  );

  awsBehavior(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "Since Node.js 24 a handler with a callback is rejected.",
      source: runtimeClient,
    },
    async () => {
      const runtime = await start("export const handler = (event, context, done) => done(null, 1);", {
        runtime: "nodejs24.x",
      });

      const result = await runtime.invoke("sample", {});

      expect(result).toMatchObject({ ok: false, errorType: "Runtime.CallbackHandlerDeprecated" });
    },
  );
});
