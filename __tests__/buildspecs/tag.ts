import type { BuildRoom } from "./build-room";
import { inlineBuildspecNamed } from "./buildspec";
import type { BuildResult } from "./run-phases";

/** Variables of the promotion's project. `roles.test.ts` compares them with the stack. */
const promotionVariables = {
  STAGE: "prod",
  FUNCTION_PREFIX: "prod",
  DEV_FUNCTION_PREFIX: "dev",
  SMOKE_PROJECT: "smoke-test-project",
  SMOKE_MINUTES: "20",
  CODEBUILD_BUILD_ID: "promote-project:1",
};

/** Runs the build that GitHub starts for a tag of the checked-out commit, on a separate machine. */
export function reportTag(room: BuildRoom, trigger = "tag/v1.0.0"): Promise<BuildResult> {
  const machine = room.anotherMachine(room.commit());
  const environment = { CODEBUILD_WEBHOOK_TRIGGER: trigger };
  return room.run(inlineBuildspecNamed("deploy-on-tag"), environment, undefined, machine);
}

/** Returns the variables that EventBridge reads from the last event. */
export function reported(room: BuildRoom): Readonly<Record<string, string>> {
  const event = room.events().at(-1);
  if (event === undefined) {
    throw new Error("Expected an event, got none.");
  }
  const { tag, commit, inputs, committedAt } = event.Detail as Readonly<Record<Member, string>>;
  return { TAG: tag, COMMIT: commit, INPUTS: inputs, COMMITTED_AT: committedAt };
}

type Member = "tag" | "commit" | "inputs" | "committedAt";

/** Runs the promotion on a separate machine without a source. */
export function promote(
  room: BuildRoom,
  environment: Readonly<Record<string, string>> = reported(room),
): Promise<BuildResult> {
  const machine = room.emptyMachine();
  return room.run(
    inlineBuildspecNamed("promote"),
    { ...promotionVariables, ...environment },
    undefined,
    machine,
  );
}

/** Pushes a tag of the checked-out commit, which runs both builds one after the other. */
export async function pushTag(room: BuildRoom): Promise<BuildResult> {
  await reportTag(room);
  return promote(room);
}
