import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "@kite-chat/stack-server";
import { UserError } from "../constructs/user-error";

/** Facts that the playground needs from a stack before it serves it. */
export interface StackFacts {
  /** Name of the SSM parameter with the bot's token. */
  readonly tokenParameter: string;
  /** Name of the SSM parameter with the secret for identities. @default - the stack does not support identities */
  readonly identitySecretParameter?: string;
  /** Path of the WebSocket stage on the server, for example `/dev`. */
  readonly webSocketPath: string;
  /** URL of the webhook, on the given HTTP endpoint. */
  readonly webhookUrl: string;
}

/**
 * Reads the facts from the environment variables that the stack sets for its functions, and from its stages.
 *
 * @param httpEndpoint URL of the HTTP API.
 * @throws UserError for a stack without the chat, and for a stack whose code is in a bucket
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
  const identitySecretParameter = variable("IDENTITY_SECRET_PARAMETER");
  const webhookUrl = variable("WEBHOOK_URL");
  if (stage === undefined || tokenParameter === undefined || webhookUrl === undefined) {
    throw new UserError(
      `The playground cannot serve the stack in ${stackDirectory}. Expected a WebSocket stage, and a function with the variables TELEGRAM_BOT_TOKEN_PARAMETER and WEBHOOK_URL.`,
    );
  }
  return {
    tokenParameter,
    ...(identitySecretParameter !== undefined && { identitySecretParameter }),
    webSocketPath: `/${stage}`,
    webhookUrl,
  };
}

/** @throws UserError for functions whose code is in a bucket, because that code cannot run here */
function refuseCodeElsewhere(stackDirectory: string): void {
  const stack = JSON.parse(readFileSync(join(stackDirectory, "cdk.tf.json"), "utf8")) as StackWithFunctions;
  const functions = Object.values(stack.resource?.aws_lambda_function ?? {});
  const elsewhere = functions.filter(({ s3_key: key }) => key !== undefined);
  if (elsewhere.length > 0) {
    const names = elsewhere.map(({ function_name: name }) => name).join(", ");
    const buckets = [...new Set(elsewhere.map(({ s3_bucket: bucket }) => bucket))].join(", ");
    throw new UserError(
      `The code of ${names} is in the bucket ${buckets}, so npm start cannot run it. Remove s3SourceBucketName, the S3 keys, runtime and handler.`,
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
