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
  /** `undefined`: there is no prod. */
  readonly prod: ProdProjects | undefined;
  /** `undefined`: no build looks for drift. */
  readonly driftCheck: BuildProject | undefined;
}

const where = { stack: "$.detail.stack", account: "$.account", region: "$.region", time: "$.time" };
const whereLine = "Stack <stack>, account <account>, region <region>, at <time>.";

/** Phases of a drift check before it can say anything itself. */
const phasesBefore = ["SUBMITTED", "QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL"];

/** What stands in CodeBuild's own events: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
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
  "Its log: <log>",
];

/** Ends of a build that never came to its own last words. */
const broken = ["FAULT", "TIMED_OUT", "STOPPED"];

/** What people are told of builds that nobody waits for. */
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
    // What a scan finds stands in its log, for it may be long.
    add("ScanFailed", "security-scan-failed", {
      description: "Tells people of a security scan that found something, or could not look",
      ...ofBuild(
        failed(securityScan),
        "The security scan found what nobody has accepted, or could not look. docs/security.md says what to do.",
      ),
    });
    if (prod) {
      // GitHub shows only that the tag was reported, for the promotion has no source there.
      add("PromotionFailed", "promotion-failed", {
        description: "Reports a promotion to prod that was refused or failed",
        ...ofBuild(
          failed(prod.promote),
          "A promotion to prod was refused or failed. docs/pipeline.md says what to do.",
        ),
      });
    }
    if (driftCheck) {
      for (const [noticeId, rule, detailType, text] of ofDrift) {
        add(noticeId, rule, {
          description: `Tells people: ${detailType}`,
          pattern: { source: [names.buildEventSource()], "detail-type": [detailType] },
          ...text,
        });
      }
      // A check that cannot begin, or does not end, tells nothing itself; CodeBuild says so.
      add("Broken", "drift-check-broken", {
        description: "Tells people of a drift check that could not tell anything itself",
        ...ofBuild(
          brokenOff(driftCheck),
          "The drift check did not run to its end, so nobody knows whether there is drift.",
        ),
      });
    }
  }
}

/** Drift, its end, and a check that says itself that it failed. */
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
        `To look again: npx kite drift <stack>. To re-deploy: npm run deploy-kite.`,
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
        "The drift check failed, so nobody knows whether there is drift.",
        whereLine,
        "<reason>",
        "To check by hand: npx kite drift <stack>.",
      ],
    },
  ],
  [
    "Cleared",
    "drift-cleared",
    "Kite drift cleared",
    { values: where, lines: ["The drift that was detected is gone.", whereLine] },
  ],
];

/** Ends of a build that are no success. */
function failed({ project }: BuildProject): object {
  return { "project-name": [project.name], "build-status": ["FAILED", ...broken] };
}

/** Ends of a drift check that came before its own words. */
function brokenOff({ project }: BuildProject): object {
  const phases = { "phase-type": phasesBefore, "phase-status": [{ "anything-but": ["SUCCEEDED"] }] };
  return {
    "project-name": [project.name],
    $or: [{ "build-status": broken }, { "build-status": ["FAILED"], "additional-information": { phases } }],
  };
}

/** A notice of CodeBuild's own events. */
function ofBuild(detail: object, first: string) {
  const pattern = { source: ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], detail };
  return { pattern, values: buildRow, lines: [first, ...buildLines] };
}
