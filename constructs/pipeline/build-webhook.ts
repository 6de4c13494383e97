import type { CodebuildProject } from "@cdktf/provider-aws/lib/codebuild-project";
import {
  CodebuildWebhook,
  type CodebuildWebhookFilterGroup,
} from "@cdktf/provider-aws/lib/codebuild-webhook";
import type { Construct } from "constructs";

/** A GitHub event that starts a build: https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html */
export type BuildTrigger =
  | {
      readonly on: "push";
      readonly branch: string;
      /** Regular expression that at least one changed file must match. */
      readonly paths: string;
    }
  | {
      readonly on: "tag";
      /** Regular expression for the whole reference, for example `^refs/tags/v.+$`. */
      readonly reference: string;
      /** Ids of the GitHub accounts whose tags start a build. An empty list allows everyone who may push a tag. */
      readonly actorIds: readonly string[];
    }
  | {
      readonly on: "pull request";
      /** Target branch of the pull request. */
      readonly branch: string;
    };

/**
 * Starts builds on GitHub events. CodeBuild creates the webhook at GitHub with its credential for GitHub. On a GitHub
 * Enterprise server, an administrator creates it with the payload URL and the secret of the returned resource:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/run-build-cli-auto-start.html
 */
export function startFromGitHub(
  scope: Construct,
  id: string,
  project: CodebuildProject,
  trigger: BuildTrigger,
): CodebuildWebhook {
  return new CodebuildWebhook(scope, id, {
    projectName: project.name,
    buildType: "BUILD",
    filterGroup: [filters(trigger)],
    ...(trigger.on === "pull request" && { pullRequestBuildPolicy: forksWait }),
  });
}

/** Code of a fork is built only after a person with write access to the repository has approved it in a comment. */
const forksWait = {
  requiresCommentApproval: "FORK_PULL_REQUESTS",
  approverRoles: ["GITHUB_WRITE", "GITHUB_MAINTAIN", "GITHUB_ADMIN"],
};

function filters(trigger: BuildTrigger): CodebuildWebhookFilterGroup {
  switch (trigger.on) {
    case "push":
      return {
        filter: [
          { type: "EVENT", pattern: "PUSH" },
          { type: "HEAD_REF", pattern: exactly(trigger.branch) },
          { type: "FILE_PATH", pattern: trigger.paths },
        ],
      };
    case "tag":
      return {
        filter: [
          { type: "EVENT", pattern: "PUSH" },
          { type: "HEAD_REF", pattern: trigger.reference },
          ...actors(trigger.actorIds),
        ],
      };
    case "pull request":
      return {
        filter: [
          { type: "EVENT", pattern: "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED" },
          { type: "BASE_REF", pattern: exactly(trigger.branch) },
        ],
      };
  }
}

/** Without `^` and `$` a longer id would match: https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html#webhook-best-practices */
function actors(ids: readonly string[]) {
  return ids.length === 0 ? [] : [{ type: "ACTOR_ACCOUNT_ID", pattern: `^(${ids.join("|")})$` }];
}

/** Returns a pattern for exactly this branch. A dot in its name matches only a dot. */
function exactly(branch: string): string {
  return `^refs/heads/${branch.replaceAll(".", "\\.")}$`;
}
