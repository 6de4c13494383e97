/** A Terraform expression that is wrong, or that the local run does not evaluate; the text says which. */
export class ExpressionError extends Error {
  override readonly name: string = "ExpressionError";
}

/** A reference to something that the stack does not declare: Terraform would refuse it too. */
export class BrokenReferenceError extends ExpressionError {
  override readonly name = "BrokenReferenceError";
}
