import { ANYTHING, type Place, passRole, type RightsByType } from "./rights";

const PROJECTS: Place = {
  arns: ["{arn}:codebuild:{region}:{account}:project/{name}"],
  names: { type: "aws_codebuild_project", attributes: ["name"] },
};
const RULES: Place = {
  arns: ["{arn}:events:{region}:{account}:rule/{name}"],
  names: { type: "aws_cloudwatch_event_rule", attributes: ["name"] },
};

export const BUILD_RIGHTS: RightsByType = {
  aws_cloudwatch_event_rule: [
    {
      actions: [
        "events:DeleteRule",
        "events:DescribeRule",
        "events:ListTagsForResource",
        "events:PutRule",
        "events:TagResource",
        "events:UntagResource",
      ],
      on: RULES,
    },
  ],
  aws_cloudwatch_event_target: [
    { actions: ["events:ListTargetsByRule", "events:PutTargets", "events:RemoveTargets"], on: RULES },
    passRole("events.amazonaws.com"),
  ],
  aws_codebuild_project: [
    {
      actions: [
        "codebuild:BatchGetProjects",
        "codebuild:CreateProject",
        "codebuild:DeleteProject",
        "codebuild:UpdateProject",
      ],
      on: PROJECTS,
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
      on: ANYTHING,
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
      on: PROJECTS,
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
};
