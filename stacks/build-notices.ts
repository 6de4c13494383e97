import { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { EncryptedTopic, events } from "../constructs/messaging/encrypted-topic";
import type { BuildProject } from "../constructs/pipeline/build-project";
import { EventNotice, type EventNoticeProps } from "../constructs/pipeline/event-notice";
import type { CompleteBuild } from "./complete-build";
import type { ProdProjects } from "./prod-projects";

export interface BuildNoticesProps {
  readonly build: CompleteBuild;
  readonly names: PhysicalNames;
  readonly securityScan: BuildProject;
  /** The projects that ship to prod; `undefined` without prod. */
  readonly prod: ProdProjects | undefined;
  /** The project that checks for drift; `undefined` if there is none. */
  readonly driftCheck: BuildProject | undefined;
}

const where = { stack: "$.detail.stack", account: "$.account", region: "$.region", time: "$.time" };
const whereLine = "Stack <stack>, account <account>, region <region>, at <time>.";

/** Phases in which a drift check cannot report anything itself. */
const phasesBefore = ["SUBMITTED", "QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL"];

/** Values of CodeBuild's own events: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
const buildRow = {
  project: "$.detail.project-name",
  status: "$.detail.build-status",
  log: "$.detail.additional-information.logs.deep-link",
  account: where.account,
  region: where.region,
  time: where.time,
};
const buildLines = [
  "Project <project>, account <account>, region <region>, at <time>: <status>.",
  "Log: <log>",
];

/** Final states of a build that did not run its last command. */
const broken = ["FAULT", "TIMED_OUT", "STOPPED"];

/** Sends emails about builds that run unattended: the security scan, promotions and drift checks. */
export class BuildNotices extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { build, names, securityScan, prod, driftCheck }: BuildNoticesProps,
  ) {
    super(scope, id);
    const topic = new EncryptedTopic(this, "Topic", {
      topicName: names.buildNoticesTopic(),
      account: build.account,
      region: build.region,
      emails: build.driftEmails,
      publishers: [events],
    });
    const add = (noticeId: string, rule: string, notice: Omit<EventNoticeProps, "ruleName" | "topic">) =>
      new EventNotice(this, noticeId, { ...notice, ruleName: names.buildStarter(rule), topic });
    // Findings are in the log of the scan, because they may be long.
    add("ScanFailed", "security-scan-failed", {
      description: "Reports a security scan that failed or has new findings",
      ...ofBuild(
        failed(securityScan),
        "The security scan failed, or it found problems that nobody has accepted. docs/security.md describes what to do.",
      ),
    });
    if (prod) {
      // GitHub shows only the status of the build that reports the tag: the promotion has no source, so GitHub has no
      // status of it.
      add("PromotionFailed", "promotion-failed", {
        description: "Reports a promotion to prod that was rejected or failed",
        ...ofBuild(
          failed(prod.promote),
          "A promotion to prod was rejected or failed. docs/pipeline.md describes what to do.",
        ),
      });
    }
    if (driftCheck) {
      for (const [noticeId, rule, detailType, text] of ofDrift) {
        add(noticeId, rule, {
          description: `Reports the event: ${detailType}`,
          pattern: { source: [names.buildEventSource()], "detail-type": [detailType] },
          ...text,
        });
      }
      // A check that cannot start or does not end reports nothing itself. CodeBuild's events report it.
      add("Broken", "drift-check-broken", {
        description: "Reports a drift check that could not report anything itself",
        ...ofBuild(
          brokenOff(driftCheck),
          "The drift check did not finish, so it is unknown whether there is drift.",
        ),
      });
    }
  }
}

/** Notices about drift, its end, and a check that reports its own failure. */
const ofDrift: readonly (readonly [
  id: string,
  rule: string,
  detailType: string,
  text: Pick<EventNoticeProps, "values" | "lines">,
])[] = [
  [
    "Detected",
    "drift-detected",
    "Kite drift detected",
    {
      values: {
        ...where,
        summary: "$.detail.summary",
        listing: "$.detail.listing",
        notListed: "$.detail.notListed",
      },
      lines: [
        "Drift was detected in the Stack! You should re-deploy the stack manually",
        whereLine,
        "<summary>",
        "Resources and their attributes: <listing>",
        "Not listed here: <notListed>",
        "To check again: npx kite drift <stack>. To deploy: npm run deploy-kite.",
      ],
    },
  ],
  [
    "CheckFailed",
    "drift-check-failed",
    "Kite drift check failed",
    {
      values: { ...where, reason: "$.detail.reason" },
      lines: [
        "The drift check failed, so it is unknown whether there is drift.",
        whereLine,
        "<reason>",
        "To check manually: npx kite drift <stack>.",
      ],
    },
  ],
  [
    "Cleared",
    "drift-cleared",
    "Kite drift cleared",
    { values: where, lines: ["The reported drift no longer exists.", whereLine] },
  ],
];

/** Matches builds that ended without success. */
function failed({ project }: BuildProject): object {
  return { "project-name": [project.name], "build-status": ["FAILED", ...broken] };
}

/** Matches drift checks that ended before they could report anything. */
function brokenOff({ project }: BuildProject): object {
  const phases = { "phase-type": phasesBefore, "phase-status": [{ "anything-but": ["SUCCEEDED"] }] };
  return {
    "project-name": [project.name],
    $or: [{ "build-status": broken }, { "build-status": ["FAILED"], "additional-information": { phases } }],
  };
}

/** Returns a notice about an event of CodeBuild itself. */
function ofBuild(detail: object, first: string) {
  const pattern = { source: ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], detail };
  return { pattern, values: buildRow, lines: [first, ...buildLines] };
}
