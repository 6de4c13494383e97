/** Properties for the stack `kite-state`. */
export interface StateStackProps {
  /** AWS region, for example `eu-north-1`. */
  readonly region: string;
  /**
   * Bucket of the Terraform state. It must exist. `kite-state` imports it.
   * @default - the state is in a local file, so no build checks for drift
   */
  readonly s3BucketWithState?: string | undefined;
  /**
   * Number of the AWS account, 12 digits. Terraform then rejects the credentials of another account.
   * @default - the account of the credentials
   */
  readonly account?: string | undefined;
  /**
   * Prefix of names and tags.
   * @default "kite"
   */
  readonly app?: string | undefined;
  /**
   * ARN of the policy that limits every role as its permissions boundary.
   * @default - no boundary
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * URL of an AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}
