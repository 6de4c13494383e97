import { deliverToHost } from "../../../../lambda-src/chat/delivery/deliver-to-host";
import type { Content, Message } from "../../../../lambda-src/chat/model";
import {
  type ChatPorts,
  HostMoved,
  type HostPost,
  HostUnavailable,
  type NoticeOutcome,
} from "../../../../lambda-src/chat/ports";
import type { DeliveryProgress } from "../../../../lambda-src/chat/stores";
import { composePosts } from "../../../../lambda-src/telegram/compose-posts";
import { now, pendingMessage } from "./pending-message";

const named = { fileKey: "k", fileName: "a.pdf", fileType: "application/pdf", fileSize: 1 } as const;
const file: Content = { type: "file", ...named };
const remoteFile: Content = { type: "remote file", source: "id", ...named };

interface Faults {
  /** Returns an error that is thrown instead of a post. */
  readonly post?: (post: HostPost) => Error | undefined;
  /** Returns an error that is thrown instead of the copy of a file. */
  readonly copy?: () => Error;
  /** The end of the pause that Telegram requested. @default 0 */
  readonly notBefore?: number;
  /** Returns the reason why a notice is not sent. */
  readonly notice?: () => HostUnavailable | undefined;
}

/** Creates a delivery of pending messages with a table in memory. */
function deliveryOf(pending: readonly Message[], faults: Faults) {
  const rows = new Map(pending.map((it) => [it.messageId, it]));
  const { notBefore = 0 } = faults;
  const channel = { channelName: "kite-demo", hostChatId: "-1", lastActive: [], notBefore, failures: 0 };
  const notices: string[] = [];
  const givenUp: string[] = [];
  const posts: HostPost[] = [];
  const silences: number[] = [];
  const nothing = async () => undefined;
  const ports = {
    now: () => now,
    random: () => 0,
    sleep: nothing,
    orderWindowMilliseconds: 1_000,
    retentionMilliseconds: 7 * 86_400_000,
    log: { info() {}, warn() {}, error() {} },
    attention: { request() {} },
    channels: {
      find: async () => channel,
      noteActive: async () => channel,
      postpone: async (_: string, notBefore: number) => void silences.push(notBefore),
      noteFailure: nothing,
      noteSuccess: nothing,
      moveHostChat: async () => "moved",
    },
    members: { noteWait: nothing, find: nothing },
    undeliverable: { put: async ({ messageId }: Message) => void givenUp.push(messageId) },
    messages: {
      pending: async () => [...rows.values()],
      settle: async ({ messageId }: Message) => void rows.delete(messageId),
      async advance({ messageId }: Message, { announced, tries, content }: DeliveryProgress) {
        const row = rows.get(messageId);
        if (!row) {
          return false;
        }
        const firstWords = row.firstWords && !announced;
        rows.set(messageId, {
          ...row,
          firstWords,
          tries: tries ?? row.tries,
          content: content ?? row.content,
        });
        return true;
      },
    },
    host: {
      compose: (messages: [Message, ...Message[]]) => composePosts(messages, () => "https://link"),
      async post(_: string, post: HostPost) {
        const fault = faults.post?.(post);
        if (fault) {
          throw fault;
        }
        return posts.push(post);
      },
      async notify(_: string, text: string): Promise<NoticeOutcome> {
        const reason = faults.notice?.();
        if (reason) {
          return { kind: "unavailable", reason };
        }
        notices.push(text);
        return { kind: "sent" };
      },
    },
    hostFiles: {
      async copy() {
        if (faults.copy) {
          throw faults.copy();
        }
        return 1;
      },
    },
  } as unknown as ChatPorts;
  const ref = { channelName: "kite-demo", memberId: "m1" };
  return {
    deliver: (attempt = 1) => deliverToHost(ports, ref, () => 45_000, attempt),
    pending: () => [...rows.values()],
    /** Settles a message as another invocation does. */
    settle: (messageId: string) => rows.delete(messageId),
    posted: () => posts.flatMap(({ settles }) => settles.map(({ messageId }) => messageId)),
    posts,
    notices,
    silences,
    givenUp,
  };
}

const idsOf = (messages: readonly Message[]) => messages.map(({ messageId }) => messageId);

describe("a file that Telegram cannot provide at the moment", () => {
  const messages = [pendingMessage("1"), pendingMessage("2", { content: remoteFile }), pendingMessage("3")];

  it("is retried by the same notification, together with the messages after it, when the messages before it were posted", async () => {
    const { deliver, pending, posted } = deliveryOf(messages, {
      copy: () => new HostUnavailable("getFile: 500", { ambiguous: false }),
    });

    const outcome = await deliver();

    expect(posted()).toEqual(["1"]);
    expect(idsOf(pending())).toEqual(["2", "3"]);
    expect(outcome).toEqual({ done: false, retryAfterMilliseconds: 2_000 });
  });

  it("is retried only after the wait that Telegram requested", async () => {
    const { deliver, silences } = deliveryOf(messages, {
      copy: () => new HostUnavailable("getFile: 429", { ambiguous: false, retryAfterMilliseconds: 30_000 }),
    });

    expect(await deliver()).toEqual({ done: false, retryAfterMilliseconds: 30_000 });
    expect(silences).toEqual([now + 30_000]);
  });
});

describe("a file that another invocation has posted since the pending messages were read", () => {
  it("is not posted again, and does not delay the messages after it", async () => {
    const messages = [pendingMessage("1"), pendingMessage("2", { content: file }), pendingMessage("3")];
    const { deliver, posted, settle } = deliveryOf(messages, {
      post: () => void settle("2"),
    });

    await deliver();

    expect(posted()).toEqual(["1", "3"]);
  });
});

describe("a message that expires during a wait that Telegram requested", () => {
  it("is given up with a notice, while a message that expires later keeps waiting", async () => {
    const expiring = pendingMessage("1", { expiresAt: now + 23 * 3_600_000 });
    const { deliver, pending, posts, givenUp } = deliveryOf([expiring, pendingMessage("2")], {
      notBefore: now + 14 * 86_400_000,
    });

    const outcome = await deliver();

    expect(givenUp).toEqual(["1"]);
    expect(idsOf(pending())).toEqual(["2"]);
    expect(posts).toEqual([]);
    expect(outcome).toEqual({ done: false, retryAfterMilliseconds: 14 * 86_400_000 });
  });
});

describe("an attempt that sent no request", () => {
  const first = pendingMessage("1", { content: file, firstWords: true });

  it.each<[string, Error]>([
    ["the bucket failed", new Error("S3: timeout")],
    ["the group became a supergroup", new HostMoved("-1002")],
  ])("because %s is not counted for the file, and the joined notice is sent once", async (_, fault) => {
    let isDown = true;
    const { deliver, pending, posts, notices } = deliveryOf([first], {
      post: () => (isDown ? fault : undefined),
    });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await deliver(attempt).catch(() => undefined);
    }
    const [row] = pending();
    isDown = false;

    await deliver(4);

    expect(row).toMatchObject({ tries: 0, firstWords: false });
    expect(notices).toEqual([expect.stringContaining("Ada joined")]);
    expect(posts).toMatchObject([{ file: { fileKey: "k" } }]);
  });
});

describe("the joined notice", () => {
  const messages = [pendingMessage("1", { firstWords: true }), pendingMessage("2")];

  /** Delivers twice. The notice fails only the first time. */
  async function deliverTwice(pending: readonly Message[], reason: HostUnavailable) {
    let isDown = true;
    const delivery = deliveryOf(pending, { notice: () => (isDown ? reason : undefined) });
    const outcome = await delivery.deliver(1);
    const postedMeanwhile = delivery.posted();
    isDown = false;
    await delivery.deliver(2);
    return { ...delivery, outcome, postedMeanwhile };
  }

  it.each([
    ["a 429", { ambiguous: false, retryAfterMilliseconds: 30_000 }, 30_000],
    ["a refused connection", { ambiguous: false }, 2_000],
  ])("is sent later, together with the messages, after %s", async (_, details, retryAfterMilliseconds) => {
    const reason = new HostUnavailable("sendMessage", details);
    const { outcome, postedMeanwhile, notices, posted } = await deliverTwice(messages, reason);

    expect(outcome).toEqual({ done: false, retryAfterMilliseconds });
    expect(postedMeanwhile).toEqual([]);
    expect(notices).toEqual([expect.stringContaining("Ada joined")]);
    expect(posted()).toEqual(["1", "2"]);
  });

  it("is sent later if the first message of the visit is not the first pending message", async () => {
    const reason = new HostUnavailable("sendMessage: 429", {
      ambiguous: false,
      retryAfterMilliseconds: 30_000,
    });
    const { notices, silences } = await deliverTwice(
      [pendingMessage("1"), pendingMessage("2", { firstWords: true })],
      reason,
    );

    expect(silences).toEqual([now + 30_000]);
    expect(notices).toHaveLength(1);
  });

  it.each([
    ["may have been sent", { ambiguous: true }],
    ["needs an operator", { ambiguous: false, needsAttention: true }],
  ])("does not delay the messages if it %s", async (_, details) => {
    const { postedMeanwhile, notices } = await deliverTwice(
      messages,
      new HostUnavailable("sendMessage", details),
    );

    expect(postedMeanwhile).toEqual(["1", "2"]);
    expect(notices).toEqual([]);
  });
});
