/** A stack that cannot be served as it is; the text names the file, the address and what to do. */
export class PlanError extends Error {
  override readonly name = "PlanError";

  /**
   * @param file The `cdk.tf.json` that was read.
   * @param address The Terraform address of what is wrong; empty when the file itself is.
   */
  constructor(
    readonly file: string,
    readonly address: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${address === "" ? "" : `${address}: `}${reason}`, options);
  }
}

/** Why one resource cannot be read; it becomes a `PlanError` when something else needs the resource. */
export class ResourceFault extends Error {
  override readonly name = "ResourceFault";
}

/** Why one resource is not served though nothing is wrong with it; what needs it is not served either. */
export class NotServed extends Error {
  override readonly name = "NotServed";
}
