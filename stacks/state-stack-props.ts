/** Options of the stack `kite-state`. */
export interface StateStackProps {
  /** AWS region, for example `eu-north-1`. */
  readonly region: string;
  /**
   * Bucket of the Terraform state; it must exist, and the stack adopts it.
   * @default - there is none, and the stack's own state is kept in a local file
   */
  readonly s3BucketWithState?: string | undefined;
  /**
   * 12 digits. Terraform then refuses the credentials of another account.
   * @default - the account of the credentials
   */
  readonly account?: string | undefined;
  /**
   * Prefix of names and tags.
   * @default "kite"
   */
  readonly app?: string | undefined;
  /**
   * ARN of the policy that bounds every role.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * URL of an AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}
