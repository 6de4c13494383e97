import { Annotations, type TerraformStack, TerraformVariable } from "cdktf";

/** The last sentence of a warning about a stack that can be synthesized but must not be deployed. */
export const deployStops = "You can synthesize the stack, but a deploy is rejected.";

/** A number that belongs to no account. */
const placeholderAccount = "000000000000";

const sentence = `account (in the deployment file): expected the 12 digits of your AWS account, received the placeholder ${placeholderAccount}. "aws sts get-caller-identity" shows the number.`;

/**
 * Allows synthesis of a stack with the placeholder account, but prevents a plan and a deploy. The deploy commands check
 * the account themselves. With other commands, `cdktf` prints the annotation as a warning, and Terraform stops at the
 * variable.
 */
export function refusePlaceholderAccount(stack: TerraformStack, account: string): void {
  if (account !== placeholderAccount) {
    return;
  }
  Annotations.of(stack).addWarning(`${sentence} ${deployStops}`);
  const variable = new TerraformVariable(stack, "PlaceholderAccount", {
    type: "string",
    default: account,
    description: "Prevents a deploy without an account",
    validation: [{ condition: `\${var.account != "${placeholderAccount}"}`, errorMessage: sentence }],
  });
  variable.overrideLogicalId("account");
}
