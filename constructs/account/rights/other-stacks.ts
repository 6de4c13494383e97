import { anything, grant, iamRoles, named, passRole, type RightsByType } from "./rights";
import { empty, objects, readAndPut } from "./storage";

const projects = named("aws_codebuild_project.name", "codebuild:{region}:{account}:project/{name}");
const reportGroups = named(
  "aws_codebuild_report_group.name",
  "codebuild:{region}:{account}:report-group/{name}",
);
const schedules = named(
  "aws_scheduler_schedule.name",
  "scheduler:{region}:{account}:schedule/default/{name}",
);

/** Rights for resource types of `kite-build` and `kite-state` that `kite` does not have. */
export const otherRights: RightsByType = {
  aws_api_gateway_account: [
    grant("apigateway", { arns: ["{arn}:apigateway:{region}::/account"] }, { actions: "GET PATCH" }),
    passRole("apigateway.amazonaws.com"),
  ],
  aws_codebuild_project: [
    grant("codebuild", projects, { actions: "BatchGetProjects CreateProject DeleteProject UpdateProject" }),
    passRole("codebuild.amazonaws.com"),
  ],
  aws_codebuild_report_group: [
    grant("codebuild", reportGroups, {
      actions: `BatchGetReportGroups CreateReportGroup DeleteReport DeleteReportGroup
        ListReportsForReportGroup UpdateReportGroup`,
    }),
  ],
  // A credential applies to the whole account and region, and has no name.
  aws_codebuild_source_credential: [
    grant("codebuild", anything, {
      actions: "DeleteSourceCredentials ImportSourceCredentials ListSourceCredentials",
    }),
  ],
  aws_codebuild_webhook: [
    grant("codebuild", projects, { actions: "BatchGetProjects CreateWebhook DeleteWebhook UpdateWebhook" }),
  ],
  aws_scheduler_schedule: [
    grant("scheduler", schedules, {
      actions: "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule",
    }),
    passRole("scheduler.amazonaws.com"),
  ],
  aws_iam_role_policy_attachment: [
    grant(
      "iam",
      iamRoles,
      {
        actions: "AttachRolePolicy DetachRolePolicy",
      },
      { ArnEquals: { "iam:PolicyARN": "{policyArns}" } },
    ),
    grant("iam", iamRoles, { actions: "ListAttachedRolePolicies" }),
  ],
  aws_s3_bucket_notification: readAndPut("BucketNotification"),
  aws_s3_bucket_ownership_controls: readAndPut("BucketOwnershipControls"),
  aws_s3_bucket_versioning: readAndPut("BucketVersioning"),
  aws_s3_object: [
    grant("s3", objects, {
      actions: "GetObject GetObjectTagging GetObjectVersion PutObject PutObjectTagging",
    }),
    ...empty,
  ],
};
