import { App, TerraformStack, Testing } from "cdktf";
import { refusePlaceholderAccount } from "../../../constructs/account/placeholder-account";
import { placeholderAccount } from "../../../settings/deployment-options";
import { kiteStack } from "../../stacks/kite";
import { stateStack } from "../../stacks/state";
import { synthesized } from "../synthesized";

describe("the placeholder account", () => {
  it.each([
    ["kite", () => kiteStack({ account: placeholderAccount })],
    ["kite-state", () => stateStack({}, { account: placeholderAccount })],
  ])("is accepted when %s is synthesized, and makes Terraform fail with an explanation", (_name, stack) => {
    const { variable } = stack().document as {
      variable: { account: { default: string; validation: { condition: string; error_message: string }[] } };
    };

    expect(variable.account.default).toBe(placeholderAccount);
    expect(variable.account.validation).toEqual([
      {
        condition: `\${var.account != "${placeholderAccount}"}`,
        error_message: expect.stringMatching(
          /^account .*expected the 12 digits of your AWS account, received the placeholder 000000000000/,
        ),
      },
    ]);
  });

  it("makes the command cdktf print a warning", () => {
    const stack = new TerraformStack(new App({ stackTraces: false, outdir: Testing.app().outdir }), "it");

    refusePlaceholderAccount(stack, placeholderAccount);

    expect(stack.node.metadata).toEqual([
      expect.objectContaining({ type: "@cdktf/warn", data: expect.stringContaining("a deploy is rejected") }),
    ]);
  });

  it("is the only rejected account, and is accepted with an emulator", () => {
    const real = synthesized((stack) => refusePlaceholderAccount(stack, "123456789012"));
    const emulated = kiteStack({ account: placeholderAccount }, { awsEndpointUrl: "http://localhost:4566" });

    expect(real.document.variable).toBeUndefined();
    expect(emulated.document.variable).toBeUndefined();
  });
});
