import { z } from "zod";
import type { Settings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { say } from "../output";
import { readSynthesizedStack } from "../stacks/synthesized-stack";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { requireStateStack } from "../state/require-state";
import { stackFolder } from "../synthesize";
import { changeDeploymentFile } from "./change-deployment-file";
import { openStack, readyToDeploy } from "./kite-deployment";

const savedPlan = "unprotect.tfplan";

/** Types of resources that a stage protects. */
const protectedTypes = ["aws_dynamodb_table", "aws_s3_bucket"];

const taggedSchema = z.object({ tags: z.object({ stage: z.string() }) });

/**
 * Removes the protection of a stage, so that a destroy can delete its tables, and its bucket with all files. The
 * deployment file is changed too, so that the next deploy does not restore the protection. Only the changes of the
 * stage's tables and bucket are applied.
 * @throws UserError when a precondition is not met
 */
export async function unprotectStage(stageName: string, meant: boolean): Promise<void> {
  const settings = readyToDeploy();
  const stage = stageNamed(settings, stageName).name;
  const file = `deployments/${settings.deployment.name}.json`;
  say(
    `To do: set "protect": false in stages.${stage} of ${file}, and apply it to the stage's tables and bucket.`,
  );
  refuseProdUnlessMeant(stage, meant);
  await requireStateStack(settings);
  changeDeploymentFile(settings.deployment.name, ({ stages }) => ({
    stages: { ...stages, [stage]: { ...stages[stage], protect: false } },
  }));
  const terraform = openStack(settings);
  terraform.plan(savedPlan, protectedAddresses(settings, stage));
  terraform.applyPlan(savedPlan);
  say(`${stage} is no longer protected. Commit ${file}, or set "protect": true again and deploy.`);
}

function protectedAddresses(settings: Settings, stage: string): readonly string[] {
  const { resource } = readSynthesizedStack(stackFolder(stackId("kite", settings)));
  return protectedTypes.flatMap((type) =>
    Object.entries(resource?.[type] ?? {})
      .filter(([, attributes]) => taggedSchema.safeParse(attributes).data?.tags.stage === stage)
      .map(([id]) => `${type}.${id}`),
  );
}
