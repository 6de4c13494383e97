import { erase } from "../../../../lambda-src/chat/channels/erasure";
import { host } from "../../../../lambda-src/chat/channels/telegram-chats";
import type { OutboxPorts } from "../../../../lambda-src/chat/ports";

const now = Date.UTC(2026, 0, 31, 12);
const channelName = "acme-support";

/** Ports of a channel, with the names of the calls that change something. */
function portsOf({ hostChatId, jobAge }: { readonly hostChatId?: string; readonly jobAge?: number }) {
  const changes: string[] = [];
  const note = (name: string) => async () => void changes.push(name);
  const erased = { members: 0, messages: 0, files: 0 };
  const ports = {
    channels: {
      create: async () => "name taken",
      findHostChat: async () => hostChatId,
      findByHostChat: async () => undefined,
    },
    members: { findByTelegramChat: async () => undefined },
    messages: {
      findErasure: async () =>
        jobAge === undefined
          ? undefined
          : { channelName, since: new Date(now - jobAge).toISOString(), erased },
      noteErasure: note("noteErasure"),
      settleErasure: note("settleErasure"),
    },
    outbox: { notify: note("notify") },
    now: () => now,
  } as unknown as OutboxPorts;
  return { ports, changes };
}

const timeLeft = () => 45_000;

describe("the erasure of a channel that has a host", () => {
  it("waits while the drop may not have removed the host yet, and keeps its job", async () => {
    const { ports, changes } = portsOf({ hostChatId: "-100", jobAge: 3_000 });

    const outcome = await erase(ports, { channelName }, timeLeft);

    expect(outcome).toEqual({ done: false, retryAfterMilliseconds: 57_000 });
    expect(changes).toEqual([]);
  });

  it("ends without erasing anything if the channel was hosted again, or its drop has failed", async () => {
    const { ports, changes } = portsOf({ hostChatId: "-100", jobAge: 60_000 });

    expect(await erase(ports, { channelName }, timeLeft)).toEqual({ done: true });
    expect(changes).toEqual(["settleErasure"]);
  });
});

describe("/host with the name of a channel that is being erased", () => {
  it("leaves the erasure to its job", async () => {
    const { ports, changes } = portsOf({ jobAge: 3_000 });

    expect(await host(ports, channelName, "-200")).toEqual({ kind: "being erased" });
    expect(changes).toEqual([]);
  });

  it("starts the erasure again if its job has expired, so that the name becomes free", async () => {
    const { ports, changes } = portsOf({});

    expect(await host(ports, channelName, "-200")).toEqual({ kind: "being erased" });
    expect(changes).toEqual(["noteErasure", "notify"]);
  });
});
