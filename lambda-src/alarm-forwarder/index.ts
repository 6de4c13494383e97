import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import type { SNSEvent } from "aws-lambda";
import * as z from "zod/mini";
import { parameterClient } from "../aws/clients";
import { readEnvironment } from "../aws/environment";
import { chatLog } from "../aws/log";
import { describeNotification } from "./describe-notification";
import { post } from "./post";

const environment = readEnvironment(
  z.object({
    /** Name of the parameter with the URL. The URL is a secret, because anybody who has it can post there. */
    FORWARDER_URL_PARAMETER: z.string().check(z.startsWith("/")),
  }),
);
const parameters = new SSMProvider({ awsSdkV3Client: parameterClient() });
const log = chatLog();

/**
 * Forwards notifications of the alarms' topic to Slack or Telegram.
 * @throws Error if a notification cannot be forwarded; SNS then retries for minutes
 */
export async function handler(event: SNSEvent): Promise<void> {
  const url = await parameters.get(environment.FORWARDER_URL_PARAMETER, { decrypt: true, maxAge: 300 });
  if (!url) {
    throw new Error(
      `The parameter ${environment.FORWARDER_URL_PARAMETER} is empty. Store the forwarder's URL there.`,
    );
  }
  for (const { Sns: notification } of event.Records) {
    await post(url, describeNotification(notification));
    log.info("an alarm was forwarded", { notification: notification.MessageId });
  }
}
