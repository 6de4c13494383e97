import { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { EncryptedTopic, events } from "../constructs/messaging/encrypted-topic";
import type { BuildProject } from "../constructs/pipeline/build-project";
import { EventNotice } from "../constructs/pipeline/event-notice";
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
  readonly #topic: EncryptedTopic;

  readonly #props: BuildNoticesProps;

  constructor(scope: Construct, id: string, props: BuildNoticesProps) {
    super(scope, id);
    this.#props = props;
    const { build, names } = props;
    this.#topic = new EncryptedTopic(this, "Topic", {
      topicName: names.buildNoticesTopic(),
      account: build.account,
      region: build.region,
      emails: build.driftEmails,
      publishers: [events],
    });
    this.#tellOfScan();
    if (props.prod) {
      this.#tellOfPromotion(props.prod);
    }
    if (props.driftCheck) {
      this.#tellOfDrift();
      this.#tellOfBrokenCheck(props.driftCheck);
    }
  }

  /** Drift, its end, and a check that says itself that it failed. */
  #tellOfDrift(): void {
    this.#tell("Detected", "drift-detected", "Kite drift detected", {
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
    });
    this.#tell("CheckFailed", "drift-check-failed", "Kite drift check failed", {
      values: { ...where, reason: "$.detail.reason" },
      lines: [
        "The drift check failed, so nobody knows whether there is drift.",
        whereLine,
        "<reason>",
        "To check by hand: npx kite drift <stack>.",
      ],
    });
    this.#tell("Cleared", "drift-cleared", "Kite drift cleared", {
      values: where,
      lines: ["The drift that was detected is gone.", whereLine],
    });
  }

  #tell(
    id: string,
    ruleName: string,
    detailType: string,
    text: { readonly values: Readonly<Record<string, string>>; readonly lines: readonly string[] },
  ): void {
    const { names } = this.#props;
    new EventNotice(this, id, {
      ruleName: names.buildStarter(ruleName),
      description: `Tells people: ${detailType}`,
      pattern: { source: [names.buildEventSource()], "detail-type": [detailType] },
      topic: this.#topic,
      ...text,
    });
  }

  /** What a scan finds stands in its log, for it may be long. */
  #tellOfScan(): void {
    const { securityScan } = this.#props;
    this.#tellOfBuild("ScanFailed", "security-scan-failed", {
      description: "Tells people of a security scan that found something, or could not look",
      detail: { "project-name": [securityScan.project.name], "build-status": ["FAILED", ...broken] },
      first:
        "The security scan found what nobody has accepted, or could not look. docs/security.md says what to do.",
    });
  }

  /** GitHub shows only that the tag was reported, for the promotion has no source there. */
  #tellOfPromotion({ promote }: ProdProjects): void {
    this.#tellOfBuild("PromotionFailed", "promotion-failed", {
      description: "Reports a promotion to prod that was refused or failed",
      detail: { "project-name": [promote.project.name], "build-status": ["FAILED", ...broken] },
      first: "A promotion to prod was refused or failed. docs/pipeline.md says what to do.",
    });
  }

  /** A check that cannot begin, or does not end, tells nothing itself; CodeBuild says so. */
  #tellOfBrokenCheck(driftCheck: BuildProject): void {
    this.#tellOfBuild("Broken", "drift-check-broken", {
      description: "Tells people of a drift check that could not tell anything itself",
      detail: {
        "project-name": [driftCheck.project.name],
        $or: [
          { "build-status": broken },
          {
            "build-status": ["FAILED"],
            "additional-information": {
              phases: { "phase-type": phasesBefore, "phase-status": [{ "anything-but": ["SUCCEEDED"] }] },
            },
          },
        ],
      },
      first: "The drift check did not run to its end, so nobody knows whether there is drift.",
    });
  }

  #tellOfBuild(
    id: string,
    ruleName: string,
    text: { readonly description: string; readonly detail: object; readonly first: string },
  ): void {
    new EventNotice(this, id, {
      ruleName: this.#props.names.buildStarter(ruleName),
      description: text.description,
      pattern: {
        source: ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        detail: text.detail,
      },
      topic: this.#topic,
      values: buildRow,
      lines: [text.first, ...buildLines],
    });
  }
}
