import { awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import { eventually, ManualClock, type SampleFunctions, startSample, startSamples } from "./sample-functions";

const runtimeClient = documented(
  "https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/utils/errors.ts",
);

let samples: SampleFunctions;

afterEach(() => samples.stop());

async function start(...sample: Parameters<typeof startSample>) {
  samples = await startSample(...sample);
  return samples.runtime;
}

describe("a faulty function", () => {
  awsBehaviorOfMany(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "If a handler throws an error, the invocation fails with the error's name as its type, and the environment keeps running.",
      source: runtimeClient,
    },
    () => {
      it.each([
        ["throws", "async () => { throw new TypeError('no') }", "TypeError", "no"],
        ["throws a value that is not an Error", "async () => { throw 'a text' }", "string", "a text"],
        ["fails its callback", "(event, context, done) => done(new RangeError('far'))", "RangeError", "far"],
        ["throws synchronously", "() => { throw new Error('sync') }", "Error", "sync"],
        [
          "returns a circular object",
          "async () => { const a = {}; a.a = a; return a; }",
          "Runtime.JSONStringifyError",
          "Unable to stringify response body",
        ],
        [
          "returns a BigInt",
          "async () => 1n",
          "Runtime.JSONStringifyError",
          "Unable to stringify response body",
        ],
        [
          "returns more than 6 MB",
          "async () => 'x'.repeat(7e6)",
          "Function.ResponseSizeTooLarge",
          "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
        ],
      ])("that %s is reported and keeps running", async (_, handler, errorType, errorMessage) => {
        const runtime = await start(`let calls = 0;
      const faulty = ${handler};
      export const handler = (event, context, done) => calls++ === 0 ? faulty(event, context, done) : Promise.resolve(calls);`);

        const first = await runtime.invoke("sample", {});
        const second = await runtime.invoke("sample", {});

        expect(first).toEqual({ ok: false, reason: "Unhandled", errorType, errorMessage });
        expect(second).toEqual({ ok: true, payload: 2 });
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "If a function's process exits or has an uncaught error, the invocation fails, and the next one gets a new environment.",
      source: observed("https://github.com/aws/aws-lambda-python-runtime-interface-client/issues/10"),
    },
    () => {
      it.each([
        [
          "exits",
          "process.exit(3)",
          "Runtime.ExitError",
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
        ],
        [
          "exits with 0",
          "process.exit(0)",
          "Runtime.ExitError",
          /Error: Runtime exited without providing a reason$/,
        ],
        [
          "has an uncaught exception",
          "setTimeout(() => { throw new TypeError('late') }, 1); await new Promise(() => {})",
          "TypeError",
          /^late$/,
        ],
        [
          "has an unhandled rejection",
          "void Promise.reject(new Error('left')); await new Promise(() => {})",
          "Runtime.UnhandledPromiseRejection",
          /^Error: left$/,
        ],
      ])(
        "that %s crashes, and a new environment handles the next invocation",
        async (_, statement, errorType, errorMessage) => {
          const runtime = await start(`let calls = 0; export const handler = async (event) => {
      calls++; if (event.crash) { ${statement}; } return calls; };`);
          await runtime.invoke("sample", {});

          const crashed = await runtime.invoke("sample", { crash: true });
          const next = await runtime.invoke("sample", {});

          expect(crashed).toEqual({
            ok: false,
            reason: "Crashed",
            errorType,
            errorMessage: expect.stringMatching(errorMessage),
          });
          expect(next).toEqual({ ok: true, payload: 1 });
          expect(samples.entries).toContainEqual(
            expect.objectContaining({ level: "error", source: "sample", fields: { errorType } }),
          );
        },
      );
    },
  );

  awsBehavior(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "A crash after the response does not affect the response, and the next invocation gets a new environment.",
      source: documented("lambda/latest/dg/lambda-runtime-environment.html"),
    },
    async () => {
      const runtime = await start(
        `let calls = 0; export const handler = async () => { setTimeout(() => process.exit(1), 1); return ++calls; };`,
      );

      const first = await runtime.invoke("sample", {});
      await new Promise((resolve) => setTimeout(resolve, 100));
      const second = await runtime.invoke("sample", {});

      expect([first, second]).toEqual([
        { ok: true, payload: 1 },
        { ok: true, payload: 1 },
      ]);
    },
  );

  awsBehavior(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "A function that exceeds its memory is killed, and the error is `Runtime.OutOfMemory` with `signal: killed`.",
      source: observed("https://github.com/adobe/helix-html2md-service/issues/1001"),
    },
    async () => {
      const runtime = await start(
        "export const handler = async () => { const kept = []; for (;;) kept.push(new Array(1e5).fill({})); };",
        {
          memorySizeMb: 32,
          timeoutSeconds: 20,
        },
      );

      const result = await runtime.invoke("sample", {});

      expect(result).toMatchObject({
        ok: false,
        reason: "Crashed",
        errorType: "Runtime.OutOfMemory",
        errorMessage: expect.stringContaining("signal: killed"),
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "Lambda: errors, timeouts and crashes",
      aws: "A function that exceeds its timeout is stopped with `Task timed out after 1.00 seconds`, even while it computes.",
      source: documented("lambda/latest/dg/configuration-timeout.html"),
    },
    () => {
      it.each([
        ["waits forever", "await new Promise(() => {})"],
        ["never yields", "for (;;);"],
      ])("that %s is stopped at its timeout", async (_, statement) => {
        const runtime = await start(
          `export const handler = async (event) => { if (event.hang) { ${statement} } return 'alive'; };`,
          {
            timeoutSeconds: 1,
          },
        );

        const hung = await runtime.invoke("sample", { hang: true });
        const next = await runtime.invoke("sample", {});

        expect(hung).toEqual({
          ok: false,
          reason: "TimedOut",
          errorType: "Sandbox.Timedout",
          errorMessage: expect.stringMatching(
            /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
          ),
        });
        expect(next).toEqual({ ok: true, payload: "alive" });
        expect(samples.entries.map(({ message }) => message)).toContainEqual(
          expect.stringMatching(
            /^\d{4}-\d\d-\d\dT[\d:.]+Z [0-9a-f-]{36} Task timed out after 1\.00 seconds$/,
          ),
        );
      });
    },
  );

  it("times out on the given clock", async () => {
    const clock = new ManualClock();
    samples = await startSamples(
      {
        sample: {
          timeoutSeconds: 29,
          files: {
            "index.mjs":
              'export const handler = () => { console.log("begun"); return new Promise(() => {}); };',
          },
        },
      },
      { clock },
    );
    const pending = samples.runtime.invoke("sample", {});
    await eventually(() => samples.entries.some(({ message }) => message === "begun"));

    await clock.advance(29_000);

    expect(await pending).toMatchObject({ ok: false, reason: "TimedOut" });
  });
});
