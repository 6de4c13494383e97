import { Metrics } from "@aws-lambda-powertools/metrics";
import { measuredMessageStore } from "../../../lambda-src/aws/measured-message-store";
import type { Content, Message } from "../../../lambda-src/chat/model";
import type { MessageStore } from "../../../lambda-src/chat/stores";

const now = Date.parse("2026-01-31T12:00:02.500Z");
const someMessage: Message = {
  member: { channelName: "support", memberId: "visitor-4711" },
  direction: "toHost",
  messageId: "m-1",
  destinationMessageId: "d-1",
  sentAt: "2026-01-31T12:00:00.000Z",
  storedAt: "2026-01-31T12:00:00.000Z",
  content: { type: "text", text: "Grüße" },
  memberName: "Ada Lovelace",
  tag: "otter",
  hostChatId: "-100",
  firstWords: true,
  partsShown: 0,
  tries: 0,
  expiresAt: Date.parse("2026-02-07T12:00:00.000Z"),
};

/** Returns the log entries that are written while a store is used. */
async function said(
  use: (store: MessageStore) => Promise<unknown>,
  added = true,
): Promise<readonly EmbeddedMetrics[]> {
  const lines: string[] = [];
  const metrics = new Metrics({
    namespace: "kite",
    serviceName: "outbox",
    defaultDimensions: { stage: "dev" },
  });
  const inner = {
    add: async (message: Message) => ({ added, stored: message }),
    settle: async () => undefined,
  } as unknown as MessageStore;
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    lines.push(String(chunk));
    return true;
  });
  await use(measuredMessageStore(inner, "dev", () => now, metrics)).finally(() => write.mockRestore());
  return lines.map((line) => JSON.parse(line));
}

interface EmbeddedMetrics {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly { readonly Namespace: string; readonly Dimensions: string[][] }[];
  };
  readonly [name: string]: unknown;
}

describe("the metrics of a message", () => {
  it.each<[string, Content, number]>([
    ["text", { type: "text", text: "Grüße" }, 7],
    [
      "file",
      { type: "file", fileKey: "k", fileName: "cv.pdf", fileType: "application/pdf", fileSize: 5000 },
      5000,
    ],
  ])("count a stored message and the bytes of its %s", async (_kind, content, bytes) => {
    const [line, ...more] = await said((store) => store.add({ ...someMessage, content }));

    expect(more).toEqual([]);
    expect(line).toMatchObject({
      MessagesStored: 1,
      BytesStored: bytes,
      channel: "support",
      direction: "toHost",
    });
  });

  it("do not count a repeated message", async () => {
    const lines = await said((store) => store.add(someMessage), false);

    expect(lines).toEqual([]);
  });

  it.each<["delivered" | "undeliverable", object]>([
    ["delivered", { MessagesDelivered: 1, DeliveryTime: 2500 }],
    ["undeliverable", { MessagesUndeliverable: 1 }],
  ])("count a message that is %s", async (outcome, expected) => {
    const [line] = await said((store) => store.settle(someMessage, outcome));

    expect(line).toMatchObject({ ...expected, channel: "support" });
  });

  it("have the channel as a property, not as a dimension", async () => {
    const [line] = await said((store) => store.add(someMessage));

    expect(
      line?._aws.CloudWatchMetrics.map(({ Namespace, Dimensions }) => [Namespace, Dimensions.flat().sort()]),
    ).toEqual([["kite", ["service", "stage"]]]);
  });

  it("contain no personal data", async () => {
    const lines = await said(async (store) => {
      await store.add(someMessage);
      await store.settle(someMessage, "delivered");
    });

    expect(JSON.stringify(lines)).not.toMatch(/visitor-4711|Ada|otter|Grüße|-100|m-1|d-1/);
  });
});
