/** A stack cannot be served. The message names the file, the resource and the reason. */
export class StackError extends Error {
  override readonly name = "StackError";

  readonly file: string;
  readonly address: string;

  /**
   * @param file The `cdk.tf.json` that was read.
   * @param address The Terraform address of the resource; empty when the file itself is wrong.
   */
  constructor(file: string, address: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${address === "" ? "" : `${address}: `}${reason}`, options);
    this.file = file;
    this.address = address;
  }
}

/** Why one resource cannot be read; it becomes a `StackError` when something else needs the resource. */
export class ResourceFault extends Error {
  override readonly name = "ResourceFault";
}

/** Why one resource is not served though nothing is wrong with it; what needs it is not served either. */
export class NotServed extends Error {
  override readonly name = "NotServed";
}
