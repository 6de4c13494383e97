import { invokeAtCreate, invokeAtDestroy } from "../../src/functions/lifecycle-invocations";
import type { InvocationResult } from "../../src/functions/runtime";
import type { InvocationModel } from "../../src/stack/model";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";

function invocation(address: string, rest: Partial<InvocationModel> = {}): InvocationModel {
  return {
    address,
    functionName: "setup",
    qualifier: "live",
    input: '{"url":"https://example.org"}',
    lifecycleScope: "CRUD",
    terraformKey: "tf",
    ...rest,
  };
}

function recorder(result: InvocationResult = { ok: true, payload: null }) {
  const calls: (readonly [string, unknown])[] = [];
  return {
    calls,
    invoke: async (name: string, event: unknown) => {
      calls.push([name, event]);
      return result;
    },
  };
}

describe("the invocations of a stack", () => {
  const stack = [
    invocation("one", { lifecycleScope: "CREATE_ONLY" }),
    invocation("two", { terraformKey: "why", input: '{"n":2}' }),
    invocation("three", {
      functionName: "arn:aws:lambda:eu-west-1:000000000000:function:other",
      qualifier: "$LATEST",
      input: '{"n":3}',
    }),
  ];

  awsBehavior(
    {
      subject: "Lifecycle invocations",
      aws: "Terraform runs every `aws_lambda_invocation` at create; with the scope `CRUD` the input contains `tf`, with the action and the previous input.",
      source: documented(
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation",
      ),
    },
    async () => {
      const functions = recorder();

      await invokeAtCreate(stack, functions);

      expect(functions.calls).toEqual([
        ["setup:live", { url: "https://example.org" }],
        ["setup:live", { n: 2, why: { action: "create", prev_input: null } }],
        [
          "arn:aws:lambda:eu-west-1:000000000000:function:other:$LATEST",
          { n: 3, tf: { action: "create", prev_input: null } },
        ],
      ]);
    },
  );

  awsBehavior(
    {
      subject: "Lifecycle invocations",
      aws: "At destroy, Terraform runs each invocation with the scope `CRUD` again, with the action `delete` and the previous input.",
      source: documented(
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation",
      ),
    },
    async () => {
      const functions = recorder();

      await invokeAtDestroy(stack, functions);

      expect(functions.calls.map(([, event]) => event)).toEqual([
        { n: 3, tf: { action: "delete", prev_input: { n: 3 } } },
        { n: 2, why: { action: "delete", prev_input: { n: 2 } } },
      ]);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "Lifecycle invocations",
      aws: "A function error fails the Terraform run, and resources that depend on the invocation are not applied.",
      source: documented(
        "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_invocation",
      ),
    },
    () => {
      it.each([
        ["create", invokeAtCreate],
        ["delete", invokeAtDestroy],
      ])(
        "stop at the first failure at %s, and the error names the failed invocation",
        async (action, invoke) => {
          const functions = recorder({
            ok: false,
            reason: "Unhandled",
            errorType: "TypeError",
            errorMessage: "no",
          });

          await expect(invoke([invocation("a"), invocation("b")], functions)).rejects.toThrow(
            new RegExp(
              `^[ab] \\(${action}\\) failed: function setup returned TypeError: no\\. See the function's log\\.$`,
            ),
          );
          expect(functions.calls).toHaveLength(1);
        },
      );
    },
  );
});
