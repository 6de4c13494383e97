import { randomUUID } from "node:crypto";
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { eventually } from "../../../checks/harness/eventually";
import { FaultProxy } from "../../../checks/harness/fault-proxy";
import { type Host, KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import type { Run } from "../../main/clone";
import { failIn, kicked } from "../../support/bot-api-answers";
import { Cloud } from "../../support/cloud";
import { Workshop } from "../stand-ins";

const deploymentFile = { account: "123456789012", region: "eu-central-1", app: "kite", prodStage: true };

/** A queue of dead letters, by the last part of its name. */
export type QueueName = "undeliverable" | "dead-letters";

/** A served stage with its queues, and the command that handles their letters. */
export class DeadLetterRun {
  readonly telegramProxy: FaultProxy;
  readonly run: KiteRun;
  readonly cloud: Cloud;
  readonly queues: SQSClient;
  /** Whether the command receives the outbox's responses. Otherwise its connection is closed after the delivery. */
  hasAnswers = true;
  readonly #aws: LocalSite;

  private constructor(telegramProxy: FaultProxy, run: KiteRun, aws: LocalSite) {
    this.telegramProxy = telegramProxy;
    this.run = run;
    this.cloud = new Cloud(run.server);
    this.#aws = aws;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    this.queues = new SQSClient({ region: "eu-central-1", credentials, endpoint: aws.url });
  }

  static async start(): Promise<DeadLetterRun> {
    const telegramProxy = await FaultProxy.start();
    const run = await KiteRun.start({}, telegramProxy);
    const aws = await serveAws(run, () => self.hasAnswers);
    const self = new DeadLetterRun(telegramProxy, run, aws);
    return self;
  }

  /** Empties the queues, and ends all faults. */
  async reset(): Promise<void> {
    this.hasAnswers = true;
    this.telegramProxy.heal();
    for (const name of ["undeliverable", "dead-letters"] as const) {
      const QueueUrl = await this.urlOf(name);
      for (let isEmpty = false; !isEmpty; ) {
        const { Messages = [] } = await this.queues.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        for (const { ReceiptHandle } of Messages) {
          await this.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
        isEmpty = Messages.length === 0;
      }
    }
  }

  async close(): Promise<void> {
    this.queues.destroy();
    this.cloud.close();
    await this.#aws.close();
    await this.run.close();
    await this.telegramProxy.close();
  }

  async urlOf(name: QueueName): Promise<string> {
    const command = new GetQueueUrlCommand({ QueueName: `dev-outbox-${name}.fifo` });
    return (await this.queues.send(command)).QueueUrl ?? "";
  }

  /** Puts a letter into a queue. @param group Messages of a group are received in order. @default - its own group */
  async put(name: QueueName, body: unknown, group: string = randomUUID()): Promise<void> {
    const MessageBody = typeof body === "string" ? body : JSON.stringify(body);
    const ids = { MessageGroupId: group, MessageDeduplicationId: randomUUID() };
    await this.queues.send(new SendMessageCommand({ QueueUrl: await this.urlOf(name), MessageBody, ...ids }));
  }

  /** Puts twelve letters of one conversation. SQS returns at most ten of them at a time. */
  async putTwelve(): Promise<void> {
    for (let index = 0; index < 12; index += 1) {
      const key = { conversation: "some-channel/ada", messageKey: `toHost#${index}` };
      await this.put("undeliverable", { channelName: "some-channel", ...key, reason: "gone" }, "some-group");
    }
  }

  /** Runs the command. */
  kite(stage: string, ...words: readonly string[]): Promise<Run> {
    const workshop = new Workshop([]).file("deployments/kite.json", JSON.stringify(deploymentFile));
    const environment = {
      AWS_ENDPOINT_URL: this.#aws.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      // Disables the SDK's retries, because the tests run the command again.
      AWS_MAX_ATTEMPTS: "1",
    };
    return workshop.run("dead-letters", environment, [stage, ...words]);
  }

  /** Returns the letters that the command lists. */
  async listed(): Promise<readonly { readonly id: string; readonly body: string }[]> {
    const { status, stdout } = await this.kite("dev", "list", "--json");
    expect(status).toBe(0);
    return JSON.parse(stdout).letters;
  }

  /** Sends a text from a new visitor, which Telegram rejects permanently. */
  async giveUp(host: Host, text: string): Promise<void> {
    const visitor = await this.run.knownVisitor(host, "Ada");
    failIn(this.telegramProxy, host, kicked);
    await visitor.ask(["TXT", "1", text, nextTimestamp()]);
    expect(await visitor.next()).toMatchObject({ 0: "ERR", 2: 404 });
    this.telegramProxy.heal();
    const conversation = `${host.channelName}/${visitor.memberId}`;
    await eventually("it is settled", async () => {
      const row = await this.cloud.get("Messages", { conversation, messageKey: "toHost#1" });
      return row?.outcome === "undeliverable";
    });
  }
}

/**
 * Serves SQS and Lambda of a stage at one address, because AWS_ENDPOINT_URL contains only one. The name prod refers to
 * the stage dev.
 */
function serveAws(run: KiteRun, hasAnswers: () => boolean): Promise<LocalSite> {
  const outbox = run.server.stack.functions.find(({ functionName }) => functionName === "dev-outbox");
  const sqs = new URL(outbox?.environment.UNDELIVERABLE_QUEUE_URL ?? "").origin;
  return serveLocally(async (request, response) => {
    let body = "";
    for await (const part of request) {
      body += String(part);
    }
    if (!request.url?.includes("/invocations")) {
      const { "x-amz-target": target = "", authorization = "", "content-type": type = "" } = request.headers;
      const answer = await fetch(sqs, {
        method: "POST",
        headers: { "x-amz-target": String(target), authorization, "content-type": type },
        body: body.replace('"prod-', '"dev-'),
      });
      const text = await answer.text();
      response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(text);
      return;
    }
    const result = await run.server.invoke("dev-outbox", JSON.parse(body));
    if (!hasAnswers()) {
      response.destroy();
      return;
    }
    response.writeHead(200, result.ok ? {} : { "x-amz-function-error": "Unhandled" });
    response.end(JSON.stringify(result.ok ? result.payload : { errorMessage: "deliverAgain: expected …" }));
  });
}
