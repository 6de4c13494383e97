import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";

export interface RoleProps {
  readonly roleName: string;
  /**
   * ARN of the policy that limits the role as its permissions boundary.
   * @default - no boundary
   */
  readonly permissionsBoundaryArn?: string | undefined;
}

/**
 * Creates a role that a service may assume.
 * @param trust the trust policy, which names the service
 */
export function serviceRole(scope: Construct, id: string, props: RoleProps, trust: string): IamRole {
  return new IamRole(scope, id, {
    name: props.roleName,
    assumeRolePolicy: trust,
    ...(props.permissionsBoundaryArn && { permissionsBoundary: props.permissionsBoundaryArn }),
  });
}
