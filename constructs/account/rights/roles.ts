import { iamRoles, type RightsByType } from "./rights";

export const roleRights: RightsByType = {
  aws_iam_role: [
    {
      actions: [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:ListInstanceProfilesForRole",
        "iam:PutRolePermissionsBoundary",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      reads: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
      on: iamRoles,
    },
  ],
  aws_iam_role_policy: [
    {
      actions: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"],
      reads: ["iam:GetRolePolicy"],
      on: iamRoles,
    },
  ],
};
