import { type ChatPorts, HostUnavailable, type NoticeOutcome } from "../../../lambda-src/chat/ports";
import { type BotSettings, handleUpdate } from "../../../lambda-src/telegram/handle-update";
import { ReportPostponed } from "../../../lambda-src/telegram/reports";
import type { TextUpdate } from "../../../lambda-src/telegram/update";
import { StorageContext } from "../../support/storage/storage-context";
import { VisitorTabs } from "../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

const noVisitors = { findByHostChat: async () => ({ lastActive: [] }) };

function hostText(visitor: VisitorTabs): TextUpdate {
  return {
    kind: "text",
    updateId: visitor.nextUpdateId(),
    chatId: visitor.hostChatId,
    chatIsPrivate: false,
    messageId: 1,
    senderName: "Grace",
    repliesTo: undefined,
    sentAt: new Date(context.time).toISOString(),
    text: "Hello",
  };
}

/** A host's message, of which one copy finds a visitor right before the other one reports that it has found none. */
async function twoCopies() {
  const visitor = new VisitorTabs(context);
  const page = await visitor.open();
  const update = hostText(visitor);
  const key = { hostChatId: update.chatId, chatMessageId: update.messageId };
  let finds = 0;
  const ports = {
    ...visitor.ports,
    channels: noVisitors,
    routes: {
      ...context.routes,
      async find(...query: Parameters<typeof context.routes.find>) {
        const found = await context.routes.find(...query);
        finds += 1;
        if (finds === 2) {
          await context.routes.decide(key, await visitor.member());
        }
        return found;
      },
    },
  } as unknown as ChatPorts;
  const handle = () => handleUpdate(ports, {} as BotSettings, update);
  return { visitor, page, handle };
}

describe("a host's message that another copy of the update has already routed", () => {
  it("is not reported as dropped, and is delivered when Telegram sends the update again", async () => {
    const { visitor, page, handle } = await twoCopies();

    await expect(handle()).rejects.toThrow(ReportPostponed);
    await handle();

    expect(visitor.notices).toEqual([]);
    expect(page.shown).toEqual(["Hello"]);
  });

  it("is reported once if its visitor no longer exists", async () => {
    const { visitor, handle } = await twoCopies();
    await handle().catch(() => undefined);
    await context.members.remove(await visitor.member(), undefined);

    await handle();
    await handle();

    expect(visitor.notices).toEqual([expect.stringContaining("Not delivered")]);
  });
});

describe("a report that another copy of the update may be sending", () => {
  /** Handles copies of an update. `duringNotice` runs while the first copy sends its notice. */
  function copiesOf(duringNotice: (handle: () => Promise<void>) => Promise<NoticeOutcome>) {
    const visitor = new VisitorTabs(context);
    const update = hostText(visitor);
    let isFirst = true;
    const host = {
      async notify(...notice: Parameters<ChatPorts["host"]["notify"]>): Promise<NoticeOutcome> {
        if (isFirst) {
          isFirst = false;
          return duringNotice(handle);
        }
        return visitor.ports.host.notify(...notice);
      },
    };
    const ports = { ...visitor.ports, channels: noVisitors, host } as unknown as ChatPorts;
    const handle = () => handleUpdate(ports, {} as BotSettings, update);
    return { visitor, handle };
  }

  it("is not sent a second time, and Telegram's repeat sees that it was sent", async () => {
    const { visitor, handle } = copiesOf(async (handleCopy) => {
      await expect(handleCopy()).rejects.toThrow(ReportPostponed);
      return { kind: "sent" };
    });

    await handle();
    await handle();

    expect(visitor.notices).toEqual([]);
  });

  it("is sent once more if that copy was killed, when it has had time to end", async () => {
    const { visitor, handle } = copiesOf(async () => {
      throw new Error("killed");
    });
    await expect(handle()).rejects.toThrow("killed");

    await expect(handle()).rejects.toThrow(ReportPostponed);
    context.pass({ milliseconds: 12_001 });
    await handle();
    await handle();

    expect(visitor.notices).toEqual([expect.stringContaining("Not delivered")]);
  });

  it("is sent again at once if that copy could not send it", async () => {
    const { visitor, handle } = copiesOf(async () => ({
      kind: "unavailable",
      reason: new HostUnavailable("sendMessage: 429", { ambiguous: false, retryAfterMilliseconds: 3_000 }),
    }));
    await expect(handle()).rejects.toThrow(ReportPostponed);

    await handle();
    await handle();

    expect(visitor.notices).toEqual([expect.stringContaining("Not delivered")]);
  });
});
