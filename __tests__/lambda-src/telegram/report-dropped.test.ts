import type { ChatPorts } from "../../../lambda-src/chat/ports";
import { type BotSettings, handleUpdate, ReportPostponed } from "../../../lambda-src/telegram/handle-update";
import type { TextUpdate } from "../../../lambda-src/telegram/update";
import { StorageContext } from "../../support/storage/storage-context";
import { VisitorTabs } from "../../support/storage/visitor-tabs";

let context: StorageContext;
beforeAll(async () => {
  context = await StorageContext.open();
});
afterAll(() => context?.close());

const noVisitors = { findByHostChat: async () => ({ lastActive: [] }) };

/**
 * Handles two copies of an update with a host's message. One copy finds a visitor just before the other copy reports
 * that there is none.
 */
async function twoCopies() {
  const visitor = new VisitorTabs(context);
  const page = await visitor.open();
  const update: TextUpdate = {
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
