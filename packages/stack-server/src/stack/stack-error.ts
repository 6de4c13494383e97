/** A stack cannot be served. The message names the file, the resource and the reason. */
export class StackError extends Error {
  override readonly name = "StackError";

  readonly file: string;
  readonly address: string;

  /**
   * @param file Path of the `cdk.tf.json`.
   * @param address Terraform address of the resource. Empty if the file itself is invalid.
   */
  constructor(file: string, address: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${address === "" ? "" : `${address}: `}${reason}`, options);
    this.file = file;
    this.address = address;
  }
}

/** The reason why a resource cannot be read. Becomes a `StackError` if another resource needs that resource. */
export class ResourceFault extends Error {
  override readonly name = "ResourceFault";
}

/** The reason why a valid resource is not served. Resources that need it are not served either. */
export class NotServed extends Error {
  override readonly name = "NotServed";
}
