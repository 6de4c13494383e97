import { route } from "../../../../lambda-src/chat/hosts/routing";
import type { HostedChannel } from "../../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../../lambda-src/chat/ports";

const now = Date.parse("2026-01-31T12:00:00.000Z");
const [minute, hour] = [60_000, 3_600_000];

/** Creates a channel in which Eve displaced Ada as the last active visitor. `newestPosts` are the posts in the conversations. */
function channelWith({
  displacedAgo = hour,
  newestPosts = { ada: 10, eve: 20 } as Record<string, number>,
} = {}) {
  let channel: HostedChannel = {
    channelName: "kite-demo",
    hostChatId: "-1",
    lastActive: [
      { tag: "eve", postId: 20 },
      { tag: "ada", postId: 10, displacedAt: now - displacedAgo },
    ],
    notBefore: 0,
    failures: 0,
  };
  const read: string[] = [];
  const ports = {
    now: () => now,
    channels: {
      async noteChecked({ lastActive: [newest, ...others] }: HostedChannel, checkedAt: number) {
        if (newest) {
          channel = { ...channel, lastActive: [{ ...newest, checkedAt }, ...others] };
        }
      },
    },
    members: { find: async ({ tag }: { tag: string }) => ({ channelName: "kite-demo", memberId: tag, tag }) },
    messages: {
      async newestPost({ memberId }: { memberId: string }) {
        read.push(memberId);
        return newestPosts[memberId];
      },
    },
    routes: { decide: async (_: unknown, recipient: unknown) => ({ recipient, isFirst: true }) },
  } as unknown as ChatPorts;
  /** Routes a plain message of the host. Returns its recipient, and the visitors whose conversations were read. */
  const say = async ({ chatMessageId = 100, sentAgo = 1_000 } = {}) => {
    read.length = 0;
    const sentAt = new Date(now - sentAgo).toISOString();
    const found = await route(ports, channel, {
      hostChatId: "-1",
      chatMessageId,
      repliesTo: undefined,
      sentAt,
    });
    return { to: typeof found === "string" ? found : found.member.tag, read: [...read].sort() };
  };
  return { say };
}

describe("a plain message of the host, an hour after one visitor displaced another as the last active one,", () => {
  it("reads the conversations once, and not again if they agree with the channel's row", async () => {
    const { say } = channelWith();

    expect(await say()).toEqual({ to: "eve", read: ["ada", "eve"] });
    expect(await say()).toEqual({ to: "eve", read: [] });
  });

  it("goes to the displaced visitor each time if that visitor has a newer post, which the channel's row lacks", async () => {
    const { say } = channelWith({ newestPosts: { ada: 25, eve: 20 } });

    expect(await say()).toEqual({ to: "ada", read: ["ada", "eve"] });
    expect(await say()).toEqual({ to: "ada", read: ["ada", "eve"] });
  });

  it("reads the conversations again if the update arrives an hour late", async () => {
    const { say } = channelWith();
    await say();

    expect(await say({ sentAgo: hour })).toEqual({ to: "eve", read: ["ada", "eve"] });
  });
});

describe("a plain message of the host that may precede the storage of a recent post", () => {
  it.each([
    ["is sent within a minute after the displacement", minute - 5_000, 1_000],
    ["arrives later, but was sent within that minute", 2 * minute, minute + 5_000],
  ])("reads the conversations each time if it %s", async (_, displacedAgo, sentAgo) => {
    const { say } = channelWith({ displacedAgo });

    expect(await say({ sentAgo })).toEqual({ to: "eve", read: ["ada", "eve"] });
    expect(await say({ sentAgo })).toEqual({ to: "eve", read: ["ada", "eve"] });
  });
});
