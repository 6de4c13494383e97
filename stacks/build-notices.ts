import { Construct } from "constructs";
import type { BuildProject } from "../constructs/build-project";
import { EncryptedTopic, EVENTS } from "../constructs/encrypted-topic";
import { EventNotice } from "../constructs/event-notice";
import type { PhysicalNames } from "../constructs/physical-names";
import type { BuildStackProps } from "./build-stack-props";

export interface BuildNoticesProps {
  readonly build: BuildStackProps;
  readonly names: PhysicalNames;
  readonly driftCheck: BuildProject;
}

const WHERE = { stack: "$.detail.stack", account: "$.account", region: "$.region", time: "$.time" };
const WHERE_LINE = "Stack <stack>, account <account>, region <region>, at <time>.";

/** Phases of a drift check before it can say anything itself. */
const PHASES_BEFORE = ["SUBMITTED", "QUEUED", "PROVISIONING", "DOWNLOAD_SOURCE", "INSTALL"];

/** What people are told of drift. */
export class BuildNotices extends Construct {
  private readonly topic: EncryptedTopic;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BuildNoticesProps,
  ) {
    super(scope, id);
    const { build, names } = props;
    this.topic = new EncryptedTopic(this, "Topic", {
      topicName: names.driftTopic(),
      account: build.account,
      emails: build.driftEmails,
      publishers: [EVENTS],
    });
    this.tell("Detected", "drift-detected", "Kite drift detected", {
      values: {
        ...WHERE,
        summary: "$.detail.summary",
        resources: "$.detail.resources",
        notListed: "$.detail.notListed",
      },
      lines: [
        "Drift was detected in the Stack! You should re-deploy the stack manually",
        WHERE_LINE,
        "<summary>",
        "Resources and their attributes: <resources>",
        "Not listed here: <notListed>",
        `To look again: npm run drift -- <stack>. To re-deploy: npm run deploy-kite.`,
      ],
    });
    this.tell("CheckFailed", "drift-check-failed", "Kite drift check failed", {
      values: { ...WHERE, reason: "$.detail.reason" },
      lines: [
        "The drift check failed, so nobody knows whether there is drift.",
        WHERE_LINE,
        "<reason>",
        "To check by hand: npm run drift -- <stack>.",
      ],
    });
    this.tell("Cleared", "drift-cleared", "Kite drift cleared", {
      values: WHERE,
      lines: ["The drift that was detected is gone.", WHERE_LINE],
    });
    this.tellOfBrokenCheck();
  }

  private tell(
    id: string,
    ruleName: string,
    detailType: string,
    text: { readonly values: Readonly<Record<string, string>>; readonly lines: readonly string[] },
  ): void {
    const { names } = this.props;
    new EventNotice(this, id, {
      ruleName: names.buildStarter(ruleName),
      description: `Tells people: ${detailType}`,
      pattern: { source: [names.buildEventSource()], "detail-type": [detailType] },
      topic: this.topic,
      ...text,
    });
  }

  /**
   * A check that cannot begin, or does not end, tells nothing itself; CodeBuild says so:
   * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
   */
  private tellOfBrokenCheck(): void {
    const { names, driftCheck } = this.props;
    new EventNotice(this, "Broken", {
      ruleName: names.buildStarter("drift-check-broken"),
      description: "Tells people of a drift check that could not tell anything itself",
      pattern: {
        source: ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        detail: {
          "project-name": [driftCheck.project.name],
          $or: [
            { "build-status": ["FAULT", "TIMED_OUT", "STOPPED"] },
            {
              "build-status": ["FAILED"],
              "additional-information": {
                phases: { "phase-type": PHASES_BEFORE, "phase-status": [{ "anything-but": ["SUCCEEDED"] }] },
              },
            },
          ],
        },
      },
      topic: this.topic,
      values: {
        project: "$.detail.project-name",
        status: "$.detail.build-status",
        log: "$.detail.additional-information.logs.deep-link",
        account: WHERE.account,
        region: WHERE.region,
        time: WHERE.time,
      },
      lines: [
        "The drift check did not run to its end, so nobody knows whether there is drift.",
        "Project <project>, account <account>, region <region>, at <time>: <status>.",
        "Its log: <log>",
      ],
    });
  }
}
