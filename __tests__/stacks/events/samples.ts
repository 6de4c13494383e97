/** An event of the pipeline, as EventBridge delivers it. */
export function pipelineEvent(detailType: string, detail: object, source = "kite.build"): object {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": detailType,
    source,
    account: "123456789012",
    time: "2026-11-20T12:00:41Z",
    region: "eu-west-1",
    resources: [],
    detail,
  };
}

/** Returns an event of CodeBuild about a build, with the given phases: https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html */
export function buildEvent(
  project: string,
  status: string,
  phases: readonly (readonly [type: string, status?: string])[] = [],
): object {
  return {
    ...pipelineEvent("CodeBuild Build State Change", {}, "aws.codebuild"),
    detail: {
      "build-status": status,
      "project-name": project,
      "build-id": `arn:aws:codebuild:eu-west-1:123456789012:build/${project}:8745a7a9`,
      "current-phase": "COMPLETED",
      "additional-information": {
        "build-complete": true,
        initiator: "kite-drift-check",
        logs: { "group-name": `/aws/codebuild/${project}`, "deep-link": "https://logs.example/8745a7a9" },
        phases: phases.map(([type, phaseStatus]) => ({
          "phase-type": type,
          ...(phaseStatus && { "phase-status": phaseStatus }),
        })),
      },
    },
  };
}
