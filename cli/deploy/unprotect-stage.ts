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

/** What carries a protection. */
const protectedTypes = ["aws_dynamodb_table", "aws_s3_bucket"];

const taggedSchema = z.object({ tags: z.object({ stage: z.string() }) });

/**
 * Takes the protection off a stage, so that a destroy may take its tables, and its bucket with all files. It is
 * written into the deployment file, for whoever deploys next must plan the same; of the stack nothing but the
 * stage's tables and bucket is changed.
 * @throws UserError what is in the way
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
  say(`${stage} is not protected any more. Commit ${file}, or set "protect": true again and deploy.`);
}

function protectedAddresses(settings: Settings, stage: string): readonly string[] {
  const { resource } = readSynthesizedStack(stackFolder(stackId("kite", settings)));
  return protectedTypes.flatMap((type) =>
    Object.entries(resource?.[type] ?? {})
      .filter(([, attributes]) => taggedSchema.safeParse(attributes).data?.tags.stage === stage)
      .map(([id]) => `${type}.${id}`),
  );
}
