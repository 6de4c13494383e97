import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "@kite-chat/stack-server";
import { UserError } from "../constructs/user-error";

/** What the playground has to know of a stack before it can be served. */
export interface StackFacts {
  /** Name of the SSM parameter that holds the bot's token. */
  readonly tokenParameter: string;
  /** Path of the WebSocket stage on the one port, for example `/dev`. */
  readonly webSocketPath: string;
  /** Where Telegram sends updates, on the given endpoint. */
  readonly webhookUrl: string;
}

/**
 * Reads them off the environment that the stack gives its functions, and off its stages.
 *
 * @param httpEndpoint Where the HTTP API will be reached.
 * @throws UserError for a stack that is not the chat's, or whose code is not here
 */
export function readStackFacts(stackDirectory: string, httpEndpoint: string): StackFacts {
  refuseCodeElsewhere(stackDirectory);
  const stack = readStack(stackDirectory, {
    httpEndpoint,
    webSocketEndpoint: httpEndpoint.replace(/^http/, "ws"),
    servicesEndpoint: httpEndpoint,
  });
  const variable = (name: string) => stack.functions.flatMap(({ environment }) => environment[name] ?? [])[0];
  const stage = stack.webSocketApis[0]?.stages[0]?.name;
  const tokenParameter = variable("TELEGRAM_BOT_TOKEN_PARAMETER");
  const webhookUrl = variable("WEBHOOK_URL");
  if (stage === undefined || tokenParameter === undefined || webhookUrl === undefined) {
    throw new UserError(
      `The stack in ${stackDirectory} has no WebSocket stage, or no function with TELEGRAM_BOT_TOKEN_PARAMETER and WEBHOOK_URL: the playground needs all three.`,
    );
  }
  return { tokenParameter, webSocketPath: `/${stage}`, webhookUrl };
}

/** Code in a bucket cannot be run here: without it there is no chat. */
function refuseCodeElsewhere(stackDirectory: string): void {
  const stack = JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8")) as StackWithFunctions;
  const functions = Object.values(stack.resource?.aws_lambda_function ?? {});
  const elsewhere = functions.filter(({ s3_key: key }) => key !== undefined);
  if (elsewhere.length > 0) {
    const names = elsewhere.map(({ function_name: name }) => name).join(", ");
    const buckets = [...new Set(elsewhere.map(({ s3_bucket: bucket }) => bucket))].join(", ");
    throw new UserError(
      `The code of ${names} lies in the bucket ${buckets}, so there is nothing to run here. For npm start, leave out s3SourceBucketName, the keys, runtime and handler.`,
    );
  }
}

interface StackWithFunctions {
  readonly resource?: {
    readonly aws_lambda_function?: Readonly<
      Record<
        string,
        { readonly function_name?: string; readonly s3_bucket?: string; readonly s3_key?: string }
      >
    >;
  };
}
