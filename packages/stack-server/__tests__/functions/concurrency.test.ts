import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type SampleFunctions, startSample } from "./sample-functions";

const environmentPage = documented("lambda/latest/dg/lambda-concurrency.html");

const block = "await new Promise((resolve) => setTimeout(resolve, event.milliseconds));";

let samples: SampleFunctions;

afterEach(() => samples.stop());

async function start(...sample: Parameters<typeof startSample>) {
  samples = await startSample(...sample);
  return samples.runtime;
}

describe("names of a function", () => {
  awsBehaviorOfMany(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "A function can be invoked by its name, partial ARN or full ARN, each with a version or an alias.",
      source: documented("lambda/latest/api/API_Invoke.html"),
    },
    () => {
      it.each([
        ["sample", "$LATEST"],
        ["sample:live", "7"],
        ["sample:7", "7"],
        ["sample:$LATEST", "$LATEST"],
        ["arn:aws:lambda:eu-west-1:000000000000:function:sample", "$LATEST"],
        ["arn:aws:lambda:eu-west-1:000000000000:function:sample:live", "7"],
        ["000000000000:function:sample:live", "7"],
      ])("%s refers to version %s", async (name, version) => {
        const runtime = await start(
          "export const handler = async (event, context) => context.functionVersion;",
        );

        const result = await runtime.invoke(name, {});

        expect(result).toEqual({ ok: true, payload: version });
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "An invocation of an unknown name, version or alias fails with `ResourceNotFoundException`.",
      source: documented("lambda/latest/api/API_Invoke.html#API_Invoke_Errors"),
    },
    () => {
      it.each(["other", "sample:other", "", "__proto__"])("%j is not found", async (name) => {
        const runtime = await start("export const handler = async () => 1;");

        const result = await runtime.invoke(name, {});

        expect(result).toEqual({
          ok: false,
          reason: "NotFound",
          errorType: "ResourceNotFoundException",
          errorMessage: `Function not found: ${name}`,
        });
      });
    },
  );
});

describe("invocations at the same time", () => {
  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "An environment handles one invocation at a time, and an idle environment is reused.",
      source: environmentPage,
    },
    async () => {
      const runtime =
        await start(`let busy = false; const id = Math.random(); export const handler = async (event) => {
      if (busy) return 'shared'; busy = true; ${block} busy = false; return id; };`);

      const together = await Promise.all(
        [1, 2, 3].map(() => runtime.invoke("sample", { milliseconds: 1_500 })),
      );
      const later = await runtime.invoke("sample", { milliseconds: 0 });

      const ids = together.map((result) => (result.ok ? result.payload : result));
      expect(new Set(ids).size).toBe(3);
      expect(ids).not.toContain("shared");
      expect(ids).toContain((later as { payload: unknown }).payload);
    },
  );

  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "An account runs up to 1,000 invocations at the same time, for all functions together.",
      source: documented("lambda/latest/dg/gettingstarted-limits.html"),
      here: "At most sixteen invocations of a function run at the same time, and the others wait, because a local machine has few cores.",
    },
    async () => {
      const runtime = await start(`export const handler = async (event) => { ${block} return event.n; };`);

      const results = await Promise.all(
        Array.from({ length: 200 }, (_, n) => runtime.invoke("sample", { n, milliseconds: 2 })),
      );

      expect(results).toEqual(Array.from({ length: 200 }, (_, n) => ({ ok: true, payload: n })));
    },
  );

  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "An invocation above the reserved concurrency of its function is throttled with `TooManyRequestsException`.",
      source: documented("lambda/latest/dg/configuration-concurrency.html"),
    },
    async () => {
      const runtime = await start(`export const handler = async (event) => { ${block} return 'ran'; };`, {
        reservedConcurrentExecutions: 1,
      });

      const results = await Promise.all([1, 2].map(() => runtime.invoke("sample", { milliseconds: 50 })));
      const later = await runtime.invoke("sample", { milliseconds: 0 });

      expect(results).toEqual([
        { ok: true, payload: "ran" },
        expect.objectContaining({ ok: false, reason: "Throttled", errorType: "TooManyRequestsException" }),
      ]);
      expect(later.ok).toBe(true);
    },
  );

  awsBehavior(
    {
      subject: "Lambda: versions, environment and concurrency",
      aws: "A reserved concurrency of 0 throttles every invocation.",
      source: documented("lambda/latest/dg/configuration-concurrency.html"),
    },
    async () => {
      const runtime = await start("export const handler = async () => 1;", {
        reservedConcurrentExecutions: 0,
      });

      const result = await runtime.invoke("sample", {});

      expect(result).toMatchObject({ ok: false, reason: "Throttled" });
    },
  );

  it("get fewer environments if they use the processor than if they wait", async () => {
    const compute = "for (const end = performance.now() + 50; performance.now() < end; );";
    const runtime = await start(`const id = Math.random(); export const handler = async (event) => {
      if (event.computes) { ${compute} } else { ${block} } return id; };`);
    const environments = async (event: object) => {
      const all = await Promise.all(Array.from({ length: 60 }, () => runtime.invoke("sample", event)));
      return new Set(all.map((result) => result.ok && result.payload)).size;
    };

    const computing = await environments({ computes: true });
    const waiting = await environments({ milliseconds: 400 });

    expect(computing).toBeLessThan(waiting);
  });

  it("fail when the functions are stopped", async () => {
    const runtime = await start("export const handler = () => new Promise(() => {});");
    const pending = [runtime.invoke("sample", {}), runtime.invoke("sample", {})];
    await new Promise((resolve) => setTimeout(resolve, 200));

    await runtime.close();

    expect((await Promise.all(pending)).map(({ ok }) => ok)).toEqual([false, false]);
    expect((await runtime.invoke("sample", {})).ok).toBe(false);
  });
});
