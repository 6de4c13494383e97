import { anything, iamRoles, type Place, passRole, type RightsByType } from "./rights";
import { empty, objects, readAndPut } from "./storage";

const projects: Place = {
  arns: ["{arn}:codebuild:{region}:{account}:project/{name}"],
  names: { type: "aws_codebuild_project", attributes: ["name"] },
};

/** The types of resources that `kite-build` and `kite-state` have and `kite` does not. */
export const otherRights: RightsByType = {
  aws_api_gateway_account: [
    {
      actions: ["apigateway:GET", "apigateway:PATCH"],
      on: { arns: ["{arn}:apigateway:{region}::/account"] },
    },
    passRole("apigateway.amazonaws.com"),
  ],
  aws_codebuild_project: [
    {
      actions: [
        "codebuild:BatchGetProjects",
        "codebuild:CreateProject",
        "codebuild:DeleteProject",
        "codebuild:UpdateProject",
      ],
      on: projects,
    },
    passRole("codebuild.amazonaws.com"),
  ],
  aws_codebuild_report_group: [
    {
      actions: [
        "codebuild:BatchGetReportGroups",
        "codebuild:CreateReportGroup",
        "codebuild:DeleteReport",
        "codebuild:DeleteReportGroup",
        "codebuild:ListReportsForReportGroup",
        "codebuild:UpdateReportGroup",
      ],
      on: {
        arns: ["{arn}:codebuild:{region}:{account}:report-group/{name}"],
        names: { type: "aws_codebuild_report_group", attributes: ["name"] },
      },
    },
  ],
  // A credential is one for the account and region, and has no name.
  aws_codebuild_source_credential: [
    {
      actions: [
        "codebuild:DeleteSourceCredentials",
        "codebuild:ImportSourceCredentials",
        "codebuild:ListSourceCredentials",
      ],
      on: anything,
    },
  ],
  aws_codebuild_webhook: [
    {
      actions: [
        "codebuild:BatchGetProjects",
        "codebuild:CreateWebhook",
        "codebuild:DeleteWebhook",
        "codebuild:UpdateWebhook",
      ],
      on: projects,
    },
  ],
  aws_scheduler_schedule: [
    {
      actions: [
        "scheduler:CreateSchedule",
        "scheduler:DeleteSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
      ],
      on: {
        arns: ["{arn}:scheduler:{region}:{account}:schedule/default/{name}"],
        names: { type: "aws_scheduler_schedule", attributes: ["name"] },
      },
    },
    passRole("scheduler.amazonaws.com"),
  ],
  aws_iam_role_policy_attachment: [
    {
      actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
      on: iamRoles,
      condition: { ArnEquals: { "iam:PolicyARN": "{policyArns}" } },
    },
    { actions: ["iam:ListAttachedRolePolicies"], on: iamRoles },
  ],
  aws_s3_bucket_notification: readAndPut("BucketNotification"),
  aws_s3_bucket_ownership_controls: readAndPut("BucketOwnershipControls"),
  aws_s3_bucket_versioning: readAndPut("BucketVersioning"),
  aws_s3_object: [
    {
      actions: [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      on: objects,
    },
    ...empty,
  ],
};
