/** An invalid or unsupported Terraform expression. The message names the reason. */
export class ExpressionError extends Error {
  override readonly name: string = "ExpressionError";
}

/** A reference to something that the stack does not declare. Terraform would reject it too. */
export class BrokenReferenceError extends ExpressionError {
  override readonly name = "BrokenReferenceError";
}
