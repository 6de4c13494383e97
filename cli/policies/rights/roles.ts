import { type RightsByType, ROLES } from "./rights";

export const ROLE_RIGHTS: RightsByType = {
  aws_iam_role: [
    {
      actions: [
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:GetRole",
        "iam:ListAttachedRolePolicies",
        "iam:ListInstanceProfilesForRole",
        "iam:ListRolePolicies",
        "iam:PutRolePermissionsBoundary",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      on: ROLES,
    },
  ],
  aws_iam_role_policy: [
    { actions: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"], on: ROLES },
  ],
  aws_iam_role_policy_attachment: [
    {
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      on: ROLES,
      condition: { ArnEquals: { "iam:PolicyARN": "{policyArns}" } },
    },
    { actions: ["iam:ListAttachedRolePolicies"], on: ROLES },
  ],
};
