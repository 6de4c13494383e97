import { UserError } from "../constructs/user-error";
import { readVariables } from "../settings/settings";
import { terraformVariables } from "./secrets/domain-secrets";
import { stackFolder, synthesize, writtenStacks } from "./synthesize";
import { requireTerraform, Terraform } from "./terraform";

/**
 * The folder of a stack of the user's own program, synthesized; Terraform's variables are in the environment then.
 * @param id as the program names it
 * @throws UserError when the program has no such stack
 */
export function synthesizeOwnStack(id: string): string {
  requireTerraform();
  Object.assign(process.env, terraformVariables(readVariables()));
  synthesize();
  requireOwnStack(id);
  return stackFolder(id);
}

/**
 * Checks that the program, which was synthesized, has the stack.
 * @throws UserError naming those that it has
 */
export function requireOwnStack(id: string): void {
  const known = Object.keys(writtenStacks());
  if (!known.includes(id)) {
    throw new UserError(`Got the stack "${id}"; wanted one of main.ts: ${known.join(", ")}.`);
  }
}

/**
 * Terraform with the state of a stack of the user's own program open.
 * @throws UserError when the program has no such stack
 */
export function openOwnStack(id: string): Terraform {
  return Terraform.open(synthesizeOwnStack(id));
}
