import { minute, second } from "../../widget/src/client/clock";
import type { SocketLock } from "../../widget/src/client/tabs";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";
import { TabGroup } from "./tab-group";

let server: ScriptedServer;
beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
});

type OpenPage = ReturnType<typeof openPage>;

const textsOf = ({ client }: OpenPage) => client.state.messages.map(({ text }) => text);
const histories = () => server.received.filter(([type]) => type === "HIS");

/** Sends messages of the host, one each second. @returns their texts */
async function say(name: string, count: number): Promise<readonly string[]> {
  const texts = Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
  for (const text of texts) {
    server.say(text.replace(" ", "-"), text);
    await server.clock.advance(second);
  }
  return texts;
}

/** Disconnects the network while the host sends messages. @returns their texts */
async function sayWhileOffline(count: number): Promise<readonly string[]> {
  server.isReachable = false;
  server.close(1006);
  const missed = await say("missed", count);
  server.isReachable = true;
  return missed;
}

/** Opens a page whose visitor has received messages. */
async function openWithMessages(): Promise<{ page: OpenPage; received: readonly string[] }> {
  const page = openPage(server);
  page.client.setOpen(true);
  await server.clock.advance(second);
  return { page, received: await say("received", 40) };
}

async function scrollToTheBeginning({ client }: OpenPage): Promise<void> {
  for (let pages = 0; client.state.hasOlder && pages < 100; pages += 1) {
    client.loadOlder(true);
    await server.clock.advance(second);
  }
}

describe("the widget's history of a visitor who comes back", () => {
  it("loads the older page that the visitor requested before the connection was established", async () => {
    const { page } = await openWithMessages();
    const again = openPage(server);
    again.client.setOpen(true);
    await server.clock.advance(second);
    expect(again.client.state.messages).toHaveLength(30);
    server.isReachable = false;
    server.close(1006);
    await server.clock.advance(second);
    again.client.loadOlder(true);
    server.isReachable = true;
    await server.clock.advance(minute);

    expect(again.client.state.messages).toHaveLength(40);
    expect(again.client.state.isLoadingOlder).toBe(false);
    page.client.setOpen(false);
  });

  it("loads 200 missed messages without an action of the visitor", async () => {
    const { page, received } = await openWithMessages();
    const missed = await sayWhileOffline(200);
    await server.clock.advance(minute);

    expect(textsOf(page)).toEqual([...received, ...missed]);
  });

  it("loads the newest 300 of 400 missed messages, and the others in order when the visitor scrolls up", async () => {
    const { page, received } = await openWithMessages();
    const missed = await sayWhileOffline(400);
    await server.clock.advance(minute);
    expect(textsOf(page)).toEqual(missed.slice(-300));
    expect(page.client.state.hasOlder).toBe(true);

    await scrollToTheBeginning(page);
    expect(textsOf(page)).toEqual([...received, ...missed]);
    expect(page.client.state.hasOlder).toBe(false);
  });

  it("keeps unsent messages below the loaded messages", async () => {
    const { page } = await openWithMessages();
    server.isReachable = false;
    server.close(1006);
    page.client.send("rejected");
    const missed = await say("missed", 400);
    server.isReachable = true;
    server.script = ([type]) => (type === "TXT" ? { frame: ["ERR", "text: too long", 413] } : "answer");
    await server.clock.advance(minute);

    expect(textsOf(page)).toEqual([...missed.slice(-300), "rejected"]);
  });

  it("loads missed messages even if the host sends another message before the newest page is loaded", async () => {
    const { page, received } = await openWithMessages();
    const before = histories().length;
    server.script = ([type]) => {
      if (type === "HIS" && histories().length === before + 1) {
        server.say("live", "live");
      }
      return "answer";
    };
    const missed = await sayWhileOffline(100);
    await server.clock.advance(minute);

    expect(textsOf(page)).toEqual([...received, ...missed, "live"]);
  });

  it("loads missed messages even if the connection breaks between two pages", async () => {
    const { page, received } = await openWithMessages();
    const before = histories().length;
    server.script = ([type]) =>
      type === "HIS" && histories().length === before + 2 ? { close: 1006 } : "answer";
    const missed = await sayWhileOffline(100);
    await server.clock.advance(minute);

    expect(textsOf(page)).toEqual([...received, ...missed]);
  });

  it("leaves no gap in a tab that follows another one", async () => {
    const tabs = new TabGroup(server.clock);
    const occupied: SocketLock = { acquire: () => undefined, release: () => undefined };
    const owner = openPage(server, undefined, { bus: tabs.addTab() });
    const follower = openPage(server, undefined, { bus: tabs.addTab(), lock: occupied });
    owner.client.setOpen(true);
    await server.clock.advance(second);
    await say("received", 40);
    const missed = await sayWhileOffline(400);
    await server.clock.advance(minute);

    expect(textsOf(follower)).toEqual(missed.slice(-300));
    await scrollToTheBeginning(owner);
    expect(textsOf(follower)).toEqual(textsOf(owner));
  });
});
