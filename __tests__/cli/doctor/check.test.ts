import { type Check, messageOf, once, permissionFix, runChecks, skipped } from "../../../cli/doctor/check";
import { UserError } from "../../../constructs/user-error";
import { OptionsError, optionFault } from "../../../stacks/options/option-fault";

const check = (name: string, run: Check["run"], more: Partial<Check> = {}): Check => ({
  name,
  fix: "the usual fix",
  run,
  ...more,
});
const throwing = (error: unknown) => () => Promise.reject(error);
const named = (name: string, message: string, status?: number) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

describe("runChecks", () => {
  it("runs independent checks at the same time, and returns the lines in their order", async () => {
    const running: string[] = [];
    let release = () => {};
    const both = new Promise<void>((resolve) => (release = resolve));
    const wait = (name: string) => async () => {
      running.push(name);
      if (running.length === 2) {
        release();
      }
      await both;
      return { status: "ok", text: name } as const;
    };

    const rows = await runChecks([check("one", wait("one")), check("other", wait("other"))]);

    expect(rows).toEqual([
      { check: "one", status: "ok", text: "one" },
      { check: "other", status: "ok", text: "other" },
    ]);
  });

  it.each(["fail", "skipped"] as const)(
    "skips a check that needs one with the result %s, and names it",
    async (status) => {
      const ran: string[] = [];
      const note = (name: string) => {
        ran.push(name);
        return skipped("");
      };

      const rows = await runChecks([
        check("one", () => ({ status, text: "" })),
        check("other", () => note("other"), { needs: ["one"] }),
        check("third", () => note("third"), { needs: ["other"] }),
      ]);

      expect(rows.slice(1)).toEqual([
        { check: "other", status: "skipped", text: "needs: one" },
        { check: "third", status: "skipped", text: "needs: other" },
      ]);
      expect(ran).toEqual([]);
    },
  );

  it("runs a check even if the check that it needs has returned a warning", async () => {
    const [, row] = await runChecks([
      check("one", () => ({ status: "warn", text: "" })),
      check("other", () => ({ status: "ok", text: "ran" }), { needs: ["one"] }),
    ]);

    expect(row).toEqual({ check: "other", status: "ok", text: "ran" });
  });

  it("fails only the check that does not end before its deadline", async () => {
    const rows = await runChecks([
      check("slow", () => new Promise(() => undefined), { deadlineSeconds: 0.05 }),
      check("quick", () => ({ status: "ok", text: "" })),
    ]);

    expect(rows).toEqual([
      { check: "slow", status: "fail", text: "no answer within 0.05 seconds", fix: "the usual fix" },
      { check: "quick", status: "ok", text: "" },
    ]);
  });

  it.each<[string, unknown, string, string]>([
    ["an error for the operator", new UserError("It is gone. Do this."), "It is gone", "the usual fix"],
    ["any other error", named("Surprise", "out of the blue"), "Surprise: out of the blue", "the usual fix"],
  ])("fails a check that throws %s, with its first sentence", async (_case, error, text, fix) => {
    expect(await runChecks([check("it", throwing(error))])).toEqual([
      { check: "it", status: "fail", text, fix },
    ]);
  });

  it.each<[string, unknown]>([
    ["throws AccessDenied", named("AccessDenied", "not authorized to perform: x:Y")],
    ["throws AccessDeniedException", named("AccessDeniedException", "not authorized to perform: x:Y")],
    [
      "throws an error that was caused by it",
      new UserError("It cannot be read: not authorized to perform: x:Y", {
        cause: named("AccessDeniedException", "not authorized to perform: x:Y"),
      }),
    ],
    ["throws an error that names it", new UserError("AccessDeniedException: not authorized to perform: x:Y")],
  ])("warns about a check that %s, with the policy to attach", async (_case, error) => {
    const [row] = await runChecks([check("it", throwing(error))]);

    expect(row).toMatchObject({ status: "warn", fix: permissionFix });
    expect(row?.text).toMatch(/^not allowed to check: .*not authorized to perform: x:Y$/);
  });

  it.each<[string, unknown]>([
    ["an unknown action", named("InvalidAction", "no")],
    ["status 501", named("SomeError", "no", 501)],
    ["a page that is not of the service", named("Unknown", "UnknownError")],
  ])("skips a check to which an emulator answers with %s, but fails it on AWS", async (_case, error) => {
    const [emulated] = await runChecks([check("it", throwing(error))], true);
    const [real] = await runChecks([check("it", throwing(error))], false);

    expect([emulated?.status, real?.status]).toEqual(["skipped", "fail"]);
  });
});

describe("messageOf", () => {
  it("puts all faults of the settings into one line", () => {
    const fault = (name: string) =>
      optionFault(name, "a.json", "nothing", { expected: "a value", where: "ask. Then write" });

    expect(messageOf(new OptionsError([fault("one"), fault("other")]))).toBe(
      "The settings cannot be used: - one (a.json): expected a value, received nothing. Hint: ask. Then write. - other (a.json): expected a value, received nothing. Hint: ask. Then write",
    );
  });

  it("cuts an error after its first sentence, even if a program wrote several lines", () => {
    expect(messageOf(new UserError("It failed: one\n  two. Do this."))).toBe("It failed: one two");
  });
});

describe("once", () => {
  it("computes the value only at the first call", () => {
    let count = 0;
    const next = once(() => ++count);

    expect([next(), next()]).toEqual([1, 1]);
  });
});
