import { eventually } from "../../../checks/harness/eventually";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { SocketProxy } from "./socket-proxy";

const hour = 3_600_000;

describeShop("the widget loses nothing that was typed", (site) => {
  let proxy: SocketProxy;
  let chat: ChatPage;

  beforeAll(async () => {
    proxy = await SocketProxy.open(site.endpoint);
    site.served = { endpoint: proxy.endpoint };
  });
  afterAll(() => proxy?.close());
  afterEach(async () => {
    await chat.close();
    proxy.reset();
    expect(chat.complaints).toEqual([]);
  });

  /** Waits until a number of frames of a type have arrived. */
  const arrived = (type: string, count = 1) =>
    eventually(`${count} of ${type}`, () => proxy.typed(type).length >= count);

  /** Returns the number of times that the host has received a text. */
  const timesAtHost = (text: string) => site.hostMessages.filter((message) => message.includes(text)).length;

  it.each(["answer lost", "lost"] as const)(
    "if the page is reloaded while it sends, and the fate of the text is: %s",
    async (fate) => {
      chat = await site.visit();
      await chat.openChat();
      await chat.send("Before");
      proxy.fate = ([type]) => (type === "TXT" ? fate : "handled");
      await chat.write(`Sent once, though ${fate}`);
      await arrived("TXT", 2);
      proxy.fate = () => "handled";

      await chat.page.reload();
      await chat.openChat();
      await chat.page.locator("li.message.visitor.sent", { hasText: "Sent once" }).waitFor();
      await chat.send(`After it was ${fate}`);
      await site.hostSees(`After it was ${fate}`);

      expect(await chat.texts()).toEqual(["Before", `Sent once, though ${fate}`, `After it was ${fate}`]);
      expect(timesAtHost(`Sent once, though ${fate}`)).toBe(1);
    },
  );

  it("if it is written offline, which the panel shows, and the page is then reloaded", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("First");
    const offline = chat.page.getByRole("status").getByText("You are offline.");
    expect(await offline.count()).toBe(0);
    const context = chat.page.context();
    await proxy.goOffline(context);
    await chat.write("Typed without a network");
    await chat.input.fill("Half a sen");
    await offline.waitFor();
    await chat.message("visitor", "Typed without a network").getByText("Sending…").waitFor();
    expect(proxy.typed("TXT")).toHaveLength(1);

    await proxy.goOnline(context);
    await chat.page.reload();
    await chat.openChat();
    await chat.page.locator("li.message.visitor.sent", { hasText: "Typed without a network" }).waitFor();
    expect(await offline.count()).toBe(0);
    expect(await chat.input.inputValue()).toBe("Half a sen");
    expect(await chat.texts()).toEqual(["First", "Typed without a network"]);
    await site.hostSees("Typed without a network");
    expect(timesAtHost("Typed without a network")).toBe(1);
  });

  it("if the network comes back: the panel no longer says that you are offline, and sends the text", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("On the train");
    const offline = chat.page.getByRole("status").getByText("You are offline.");
    await proxy.goOffline(chat.page.context());
    await offline.waitFor();
    await chat.write("In the tunnel");
    await proxy.goOnline(chat.page.context());

    await chat.page.locator("li.message.visitor.sent", { hasText: "In the tunnel" }).waitFor();
    await offline.waitFor({ state: "detached" });
    expect(proxy.typed("TXT").map(([, , text]) => text)).toEqual(["On the train", "In the tunnel"]);
  });

  it("if the server answers 429, which is not shown as a failure", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("Before the limit");
    const tooMany = ["ERR", "Too many frames: try again in 2 s.", 429];
    proxy.fate = ([type]) =>
      type === "TXT" && proxy.typed("TXT").length <= 3 ? { answer: tooMany } : "handled";
    await chat.write("A little too fast");
    await chat.write("And another one");
    await arrived("TXT", 3);
    expect(await chat.page.getByText("Not sent").count()).toBe(0);
    await chat.message("visitor", "And another one").getByText("Sending…").waitFor();

    await chat.page.locator("li.message.visitor.sent", { hasText: "And another one" }).waitFor();
    expect(await chat.texts()).toEqual(["Before the limit", "A little too fast", "And another one"]);
    expect(timesAtHost("A little too fast")).toBe(1);
  });

  it("if 100 texts are written offline in an hour, and the page's clock is a day late", async () => {
    const context = await site.newContext();
    await context.clock.install({ time: Date.now() - 24 * hour });
    chat = await site.openTab(context);
    await chat.openChat();
    await chat.send("Online");
    await proxy.goOffline(context);
    const texts = Array.from({ length: 100 }, (_, index) => `Offline ${String(index + 1).padStart(3, "0")}`);
    for (const [index, text] of texts.entries()) {
      await chat.write(text);
      if (index % 10 === 9) {
        await context.clock.fastForward(hour / 10);
      }
    }
    await site.advance(60);
    await chat.page.getByText("You are offline.").waitFor();
    expect(await chat.message("visitor", "Offline").count()).toBe(100);

    await proxy.goOnline(context);
    const last = chat.page.locator("li.message.visitor.sent", { hasText: "Offline 100" });
    // The server accepts two texts a second, and the widget sends one. Its clock therefore runs twice as fast.
    const faster = setInterval(() => void context.clock.runFor(250), 250);
    await last.waitFor({ timeout: 100_000 });
    clearInterval(faster);

    expect(await chat.texts()).toEqual(["Online", ...texts]);
    expect(await chat.page.locator("li.message.visitor.sent").count()).toBe(101);
    await site.hostSees("Offline 100");
    expect(site.hostMessages.join("\n").match(/Offline \d+/g)).toEqual(texts);
  }, 120_000);
});
