import { second } from "../../widget/src/client/clock";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";
import { TabGroup, TabLock } from "./tab-group";

let server: ScriptedServer;
let tabs: TabGroup;
let lock: TabLock;
beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
  tabs = new TabGroup(server.clock);
  lock = new TabLock();
});

type OpenPage = ReturnType<typeof openPage>;

const openTab = (bus = tabs.addTab()) => openPage(server, undefined, { bus, lock: lock.addTab() });
const textsOf = ({ client }: OpenPage) => client.state.messages.map(({ text }) => text);

/** The host sends messages, one a second. @returns their texts */
async function say(name: string, count: number): Promise<readonly string[]> {
  const texts = Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
  for (const text of texts) {
    server.say(text.replace(" ", "-"), text);
    await server.clock.advance(second);
  }
  return texts;
}

async function scrollToTheBeginning({ client }: OpenPage): Promise<void> {
  for (let pages = 0; client.state.hasOlder && pages < 100; pages += 1) {
    client.loadOlder(true);
    await server.clock.advance(second);
  }
}

describe("the widget's history in a tab that followed another one", () => {
  it("has no gap between what the other tab has loaded and what came later", async () => {
    const received = await say("received", 200);
    const owner = openTab();
    owner.client.setOpen(true);
    await server.clock.advance(second);
    const follower = openTab();
    await scrollToTheBeginning(owner);
    const live = await say("live", 1);
    owner.client.close();
    follower.client.setOpen(true);
    await server.clock.advance(second);
    await scrollToTheBeginning(follower);

    expect(textsOf(follower)).toEqual([...received, ...live]);
  });

  it("has older messages again after the other tab has missed so many that it leaves some out", async () => {
    const follower = openTab();
    await say("received", 40);
    follower.client.setOpen(true);
    await server.clock.advance(second);
    await scrollToTheBeginning(follower);
    expect(follower.client.state.hasOlder).toBe(false);

    const owner = openTab();
    owner.client.setOpen(true);
    await server.clock.advance(second);
    server.isReachable = false;
    server.close(1006);
    const missed = await say("missed", 400);
    server.isReachable = true;
    await server.clock.advance(60 * second);

    expect(textsOf(follower)).toEqual(missed.slice(-300));
    expect(follower.client.state.hasOlder).toBe(true);
  });

  it("is not loaded by a list that fits into its window, which takes the socket from no other tab", async () => {
    await say("received", 40);
    const follower = openTab();
    follower.client.setOpen(true);
    await server.clock.advance(second);
    const owner = openTab();
    owner.client.setOpen(true);
    await server.clock.advance(second);
    follower.client.loadOlder(false);
    await server.clock.advance(second);
    expect([owner.client.state.connection, follower.client.state.connection]).toEqual([
      "joined",
      "following",
    ]);

    follower.client.loadOlder(true);
    await server.clock.advance(second);
    expect(textsOf(follower)).toHaveLength(40);
    expect(owner.client.state.connection).toBe("following");
  });

  it("is loading no more once the tab has lost the socket", async () => {
    await say("received", 40);
    const tab = openTab();
    tab.client.setOpen(true);
    await server.clock.advance(second);
    server.script = ([type]) => (type === "HIS" ? "lose the answer" : "answer");
    tab.client.loadOlder(true);
    expect(tab.client.state.isLoadingOlder).toBe(true);
    openTab().client.setOpen(true);

    expect(tab.client.state).toMatchObject({ connection: "following", isLoadingOlder: false });
  });

  it("is not loaded by itself after the server has closed the socket on purpose", async () => {
    await say("received", 40);
    const { client } = openTab();
    client.setOpen(true);
    await server.clock.advance(second);
    server.close(1000);
    client.loadOlder(false);
    await server.clock.advance(second);

    expect(server.opened).toBe(1);
    expect(client.state).toMatchObject({ connection: "paused", isLoadingOlder: false });
  });

  it.each([10, 0])(
    "has no gap after %d messages where the tab was frozen, although it has heard of later ones",
    async (count) => {
      let isFrozen = false;
      const bus = tabs.addTab();
      const follower = openTab({
        ...bus,
        listen: (hear) => bus.listen((message) => !isFrozen && hear(message)),
      });
      follower.client.setOpen(true);
      await server.clock.advance(second);
      const received = await say("received", count);
      const owner = openTab();
      owner.client.setOpen(true);
      await server.clock.advance(second);
      isFrozen = true;
      const missed = await say("missed", 50);
      isFrozen = false;
      const live = await say("live", 1);
      owner.client.close();
      await server.clock.advance(second);
      await scrollToTheBeginning(follower);

      expect(textsOf(follower)).toEqual([...received, ...missed, ...live]);
    },
  );
});
