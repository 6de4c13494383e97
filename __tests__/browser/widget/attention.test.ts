import { eventually } from "../../../checks/harness/eventually";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { SocketProxy } from "./socket-proxy";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describeShop("the widget's socket", (site) => {
  let proxy: SocketProxy;
  let chat: ChatPage;

  beforeAll(async () => {
    proxy = await SocketProxy.open(site.endpoint);
    site.served = { endpoint: proxy.endpoint };
  });
  afterAll(() => proxy?.close());
  beforeEach(async () => {
    const context = await site.newContext();
    await context.clock.install();
    chat = await site.openTab(context);
    await chat.openChat();
    await joined();
    // From now on, only a test advances the time.
    await context.clock.pauseAt(Date.now() + second);
  });
  afterEach(async () => {
    await chat.close();
    proxy.reset();
    expect(chat.complaints).toEqual([]);
  });

  /** Waits until a socket has joined, and has loaded the history. */
  const joined = (times = 1) =>
    eventually(
      `${times} histories`,
      () => chat.received.filter((it) => it.startsWith('["HIS"')).length >= times,
    );
  const pings = () => proxy.typed("PING").length;
  const countOf = (frames: readonly string[], type: string) =>
    frames.filter((it) => it.startsWith(`["${type}"`)).length;
  const pongs = () => countOf(chat.received, "PONG");
  /** Whether each frame that the page has sent is answered. The proxy may not have received all of them yet. */
  const isAnswered = () =>
    countOf(chat.sent, "PING") === pongs() &&
    countOf(chat.sent, "HIS") === countOf(chat.received, "HIS") &&
    chat.sockets === joins();
  const joins = () => chat.received.filter((it) => it === '["OK"]').length;
  const socketsAre = (open: number) => eventually(`${open} open sockets`, () => proxy.open === open);

  /** Advances the clock of the page in short steps, so that each frame is answered in time. */
  async function advance(milliseconds: number): Promise<void> {
    for (let elapsed = 0; elapsed < milliseconds; elapsed += 15 * second) {
      await chat.page.clock.runFor(Math.min(15 * second, milliseconds - elapsed));
      await eventually("each frame is answered", isAnswered);
    }
  }

  it("sends a PING every 55 s while the tab is visible", async () => {
    await advance(52 * second);
    expect(pings()).toBe(0);

    await advance(4 * second);
    expect(pings()).toBe(1);
    await advance(9 * 55 * second);
    expect(pings()).toBe(10);
  });

  it("sends a PING every 55 s even in the background, if a proxy closes idle sockets", async () => {
    site.served = { endpoint: proxy.endpoint, isProxied: true };
    await chat.page.reload();
    site.served = { endpoint: proxy.endpoint };
    await chat.openChat();
    await joined(2);
    await chat.send("Still there?");
    await chat.setVisible(false);
    await advance(minute);
    const first = pings();

    await advance(10 * 55 * second);
    expect(pings() - first).toBe(10);
  });

  it("closes 5 min after the tab was hidden if no answer is awaited, and opens again when the tab is visible", async () => {
    await chat.setVisible(false);
    await advance(5 * minute - 5 * second);
    expect(proxy.open).toBe(1);

    await advance(10 * second);
    await socketsAre(0);
    await advance(hour);
    expect(proxy.opened).toBe(1);
    await chat.setVisible(true);
    await joined(2);
    expect(proxy.opened).toBe(2);
  });

  it("stays open for two hours while an answer is awaited in the background, with a PING every 9 min", async () => {
    await chat.send("Is anybody there?");
    await chat.setVisible(false);
    // The PING timer of the visible tab still runs.
    await advance(minute);
    const first = pings();
    await advance(90 * minute);
    expect(pings() - first).toBe(10);

    await advance(hour / 2);
    expect(proxy.open).toBe(1);
    await advance(4 * minute + 10 * second);
    await socketsAre(0);
  });

  it("is replaced after 1 h 50 min by another socket, which joins before the old one closes", async () => {
    await chat.send("A long talk");
    await chat.setVisible(false);
    await advance(110 * minute - 10 * second);
    expect(proxy.opened).toBe(1);

    proxy.fate = ([type]) => (type === "JOIN" ? "answer lost" : "handled");
    await chat.page.clock.runFor(15 * second);
    await eventually("another socket joins", () => proxy.typed("JOIN").length === 2);
    expect(proxy.open).toBe(2);
    await site.reply("A long talk", "To the old socket");
    await chat.message("host", "To the old socket").waitFor();

    proxy.fate = () => "handled";
    await chat.page.clock.runFor(32 * second);
    await chat.page.clock.runFor(minute);
    await eventually("a third socket joins", () => joins() === 2);
    await socketsAre(1);
    await chat.setVisible(true);
    await chat.send("Through the new socket");
    expect(proxy.opened).toBe(3);
  });

  it.each(["online", "focus"])(
    "is checked with a PING immediately after the event %s of the window",
    async (type) => {
      await chat.page.evaluate(`dispatchEvent(new Event("${type}"))`);

      await eventually("a PONG", () => pongs() === 1);
      expect(proxy.opened).toBe(1);
    },
  );

  it("that is dead is detected within 5 s when the tab is visible again, and the history is loaded", async () => {
    await chat.send("Before the sleep");
    await chat.setVisible(false);
    proxy.fate = ([type]) => (type === "PING" ? "lost" : "handled");
    await chat.setVisible(true);
    await eventually("a PING", () => pings() === 1);
    await chat.page.clock.runFor(4 * second);
    expect(proxy.opened).toBe(1);

    proxy.fate = () => "handled";
    await chat.page.clock.runFor(3 * second);
    await joined(2);
    expect(proxy.opened).toBe(2);
    await chat.send("After the sleep");
  });

  it("that still answers stays open when the tab is visible again", async () => {
    await chat.send("Before a short break");
    await chat.setVisible(false);
    await advance(30 * second);
    await chat.setVisible(true);
    await eventually("a PONG", () => pongs() === 1);
    await advance(20 * second);

    expect(proxy.opened).toBe(1);
  });
});
