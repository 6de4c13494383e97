import { UserError } from "../constructs/user-error";
import { readVariables } from "../settings/settings";
import { terraformVariables } from "./secrets/domain-secrets";
import { stackFolder, synthesize, writtenStacks } from "./synthesize";
import { requireTerraform, Terraform } from "./terraform";
import { warnOfVariables } from "./warned-settings";

/**
 * Synthesizes a stack of the user's own program, and sets the variables of Terraform in the environment.
 * @param id ID of the stack in the program.
 * @returns the folder of the stack
 * @throws UserError if the program has no such stack
 */
export function synthesizeOwnStack(id: string): string {
  requireTerraform();
  warnOfVariables();
  Object.assign(process.env, terraformVariables(readVariables()));
  synthesize();
  requireOwnStack(id);
  return stackFolder(id);
}

/**
 * Checks that the synthesized program has a stack.
 * @throws UserError that lists the stacks of the program
 */
export function requireOwnStack(id: string): void {
  const known = Object.keys(writtenStacks());
  if (!known.includes(id)) {
    throw new UserError(`<stack>: expected a stack of main.ts (${known.join(", ")}), received "${id}".`);
  }
}

/**
 * Opens the state of a stack of the user's own program with Terraform.
 * @throws UserError if the program has no such stack
 */
export function openOwnStack(id: string): Terraform {
  return Terraform.open(synthesizeOwnStack(id));
}
