import { Annotations, type TerraformStack, TerraformVariable } from "cdktf";

/** The end of a warning about a stack that can be synthesized and must not be deployed. */
export const deployStops = "It can be synthesized, and a deploy stops.";

/** The number of no account. */
const placeholderAccount = "000000000000";

const sentence = `account (in the deployment file): got the placeholder ${placeholderAccount}; wanted the 12 digits of your AWS account, which "aws sts get-caller-identity" says.`;

/**
 * Lets a stack of the placeholder be synthesized and never be planned, whichever command is used: the deploy commands
 * say so themselves, the command `cdktf` warns by the annotation, and Terraform stops at the variable.
 */
export function refusePlaceholderAccount(stack: TerraformStack, account: string): void {
  if (account !== placeholderAccount) {
    return;
  }
  Annotations.of(stack).addWarning(`${sentence} ${deployStops}`);
  const variable = new TerraformVariable(stack, "PlaceholderAccount", {
    type: "string",
    default: account,
    description: "Keeps what has no account from being deployed",
    validation: [{ condition: `\${var.account != "${placeholderAccount}"}`, errorMessage: sentence }],
  });
  variable.overrideLogicalId("account");
}
