import { ChangeMessageVisibilityCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { LetterQueue } from "../../../cli/dead-letters/letter-queue";
import { DeadLetterRun } from "./dead-letter-run";

let stage: DeadLetterRun;
beforeAll(async () => {
  stage = await DeadLetterRun.start();
});
afterEach(() => stage.reset());
afterAll(() => stage?.close());

describe("kite dead-letters list", () => {
  it("lists an undeliverable message with its channel, direction and reason, and keeps it in the queue", async () => {
    const host = await stage.run.host();
    await stage.giveUp(host, "given up");

    const first = await stage.kite("dev", "list");
    const second = await stage.kite("dev", "list");

    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/^Undeliverable messages \(dev-outbox-undeliverable\.fifo\): 1\n/);
    expect(first.stdout).toMatch(
      new RegExp(`^ {2}[0-9a-f-]{36} {2}\\d+ seconds? ago {2}${host.channelName}, to the host {2}.*403`, "m"),
    );
    expect(first.stdout).toMatch(
      /^Notifications that reached the maximum number of attempts \(dev-outbox-dead-letters\.fifo\): none$/m,
    );
    expect(second.stdout).toContain(host.channelName);
    expect(first.stdout).not.toContain("given up");
  });

  it("reports how many letters another reader has received, and lists them after their release", async () => {
    await stage.put("undeliverable", { conversation: "some-channel/ada", messageKey: "toHost#1" });
    const QueueUrl = await stage.urlOf("undeliverable");
    const { Messages = [] } = await stage.queues.send(
      new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 300 }),
    );

    const meanwhile = await stage.kite("dev", "list");
    await stage.queues.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: Messages[0]?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    const later = await stage.listed();

    expect(meanwhile.stdout).toContain(
      "About 1 more cannot be received now: another reader has received them",
    );
    expect(later).toHaveLength(1);
  });

  it("reports how many letters follow the first ten of a conversation", async () => {
    await stage.putTwelve();

    const { stdout } = await stage.kite("dev", "list", "--json");

    expect(JSON.parse(stdout)).toMatchObject({ letters: { length: 10 }, unseen: 2 });
  });
});

describe("a queue of dead letters", () => {
  it("makes its letters visible again when a reader stops early", async () => {
    await stage.put("undeliverable", "one");
    await stage.put("undeliverable", "two");
    const queue = new LetterQueue(stage.queues, await stage.urlOf("undeliverable"));

    for await (const letter of queue.receiveAll()) {
      expect(letter.body).toMatch(/one|two/);
      break;
    }

    const bodies: string[] = [];
    for await (const { body } of queue.receiveAll()) {
      bodies.push(body);
    }
    expect(bodies.sort()).toEqual(["one", "two"]);
  });

  it("yields a letter again, instead of keeping it, if another reader may have received it", async () => {
    await stage.put("undeliverable", "one");
    const QueueUrl = await stage.urlOf("undeliverable");
    const queue = new LetterQueue(stage.queues, QueueUrl);
    const kept: boolean[] = [];

    for await (const letter of queue.receiveAll()) {
      if (kept.length === 0) {
        // The letter becomes visible too early, as it would after a long pause.
        await stage.queues.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl,
            ReceiptHandle: letter.receiptHandle,
            VisibilityTimeout: 0,
          }),
        );
      }
      kept.push(await queue.keep(letter));
    }

    expect(kept).toEqual([false, true]);
  });
});
