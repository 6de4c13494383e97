import { InvokeCommand } from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { liveAlias } from "../../constructs/functions/lambda-function";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { explained, functionClient, queueClient } from "../aws-clients";
import { type CommandResult, UsageError } from "../command";
import { jsonText } from "../json-text";
import { refuseProdUnlessMeant, stageNamed } from "../stage-argument";
import { type Choice, type DeadLetterQueue, handleLetters, listLetters, showLetters } from "./dead-letters";
import type { LetterFacts } from "./describe-letter";
import { type Letter, LetterQueue } from "./letter-queue";

/** Actions for dead letters, as the command offers them. */
export type DeadLetterAction = "list" | "show" | "redrive" | "drop";

/** The request of a person. */
export interface DeadLetterRequest {
  readonly stage: string;
  readonly action: DeadLetterAction;
  /** IDs of letters, or their beginnings. */
  readonly letters: readonly string[];
  readonly all: boolean;
  /** Whether prod may be changed. */
  readonly meant: boolean;
}

/**
 * Lists, shows, redrives or drops the dead letters of a stage.
 * @throws UserError if the stage is not deployed, a letter does not exist, or prod is not confirmed
 */
export async function manageDeadLetters(request: DeadLetterRequest): Promise<CommandResult> {
  const choice = readChoice(request);
  const settings = readSettings();
  const { name: stage } = stageNamed(settings, request.stage);
  await requireCredentials(settings);
  return explained(run(settings, stage, choice, request), ({ message }) => unreachable(stage, message));
}

/** @throws UsageError if the arguments do not fit the action */
function readChoice({ action, letters, all }: DeadLetterRequest): Choice {
  if (action === "list") {
    if (letters.length > 0) {
      throw new UsageError(`list expects no letter, received "${letters.join(" ")}".`);
    }
    return "all";
  }
  if (letters.length > 0 === all) {
    throw new UsageError(`${action} expects either the IDs of letters or --all.`);
  }
  return all ? "all" : letters;
}

async function run(
  settings: Settings,
  stage: string,
  choice: Choice,
  { action, meant }: DeadLetterRequest,
): Promise<CommandResult> {
  const names = PhysicalNames.of(settings.deployment);
  const client = queueClient(settings);
  const urlOf = async (QueueName: string) =>
    (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? "";
  const queueOf = async (kind: DeadLetterQueue["kind"], name: string): Promise<DeadLetterQueue> => ({
    kind,
    name,
    queue: new LetterQueue(client, await urlOf(name)),
  });
  const queues = [
    await queueOf("message", names.undeliverableQueue(stage)),
    await queueOf("notification", names.deadLettersQueue(stage)),
  ];
  const confirm = () => refuseProdUnlessMeant(stage, meant);
  switch (action) {
    case "list":
      return listLetters(queues);
    case "show":
      return showLetters(queues, choice);
    case "drop":
      return handleLetters(queues, choice, {
        verb: "delete",
        confirm,
        act: async () => ({ isDone: true, text: "Deleted." }),
        // Letters that were not printed must not be deleted.
        alsoUnseen: false,
      });
    case "redrive":
      return handleLetters(queues, choice, {
        verb: "deliver again",
        confirm,
        act: redriver(settings, names.function(stage, "outbox"), await urlOf(names.outboxQueue(stage))),
        alsoUnseen: true,
      });
  }
}

const replySchema = jsonText.pipe(z.string());
const failureSchema = jsonText.pipe(z.object({ errorMessage: z.string() }));

/**
 * Returns the function that delivers a letter again: a message by invoking the outbox, a notification by sending it to
 * the outbox's queue.
 */
function redriver(settings: Settings, outbox: string, outboxQueueUrl: string) {
  const client = functionClient(settings);
  return async ({ kind }: LetterFacts, letter: Letter, queue: LetterQueue) => {
    if (kind === "notification") {
      await queue.sendTo(outboxQueueUrl, letter);
      return { isDone: true, text: "The notification was sent to the outbox again." };
    }
    // The outbox also rejects a body that is not JSON.
    const deliverAgain = jsonText.safeParse(letter.body).data ?? letter.body;
    const { FunctionError: failed, Payload } = await client.send(
      new InvokeCommand({
        FunctionName: outbox,
        Qualifier: liveAlias,
        Payload: JSON.stringify({ deliverAgain }),
      }),
    );
    const answer = new TextDecoder().decode(Payload);
    return failed === undefined
      ? { isDone: true, text: replySchema.safeParse(answer).data ?? answer }
      : { isDone: false, text: failureSchema.safeParse(answer).data?.errorMessage ?? answer };
  };
}

function unreachable(stage: string, message: string): string {
  return `The dead letters of ${stage} could not be handled: ${message.replace(/\.$/, "")}. Letters that are not listed as done above are still there. Deploy the stage if it is not deployed, and use credentials with the operator's policies (docs/deployer-policy.md).`;
}
