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
    /** Name of the parameter with the URL, a secret: whoever has it can write there. */
    FORWARDER_URL_PARAMETER: z.string().check(z.startsWith("/")),
  }),
);
const parameters = new SSMProvider({ awsSdkV3Client: parameterClient() });
const log = chatLog();

/**
 * Passes what the alarms' topic says on to Slack or Telegram.
 * @throws Error when it cannot: SNS tries again then, for minutes
 */
export async function handler(event: SNSEvent): Promise<void> {
  const url = await parameters.get(environment.FORWARDER_URL_PARAMETER, { decrypt: true, maxAge: 300 });
  if (!url) {
    throw new Error(`The parameter ${environment.FORWARDER_URL_PARAMETER} is empty; wanted a URL.`);
  }
  for (const { Sns: notification } of event.Records) {
    await post(url, describeNotification(notification));
    log.info("an alarm was passed on", { notification: notification.MessageId });
  }
}
