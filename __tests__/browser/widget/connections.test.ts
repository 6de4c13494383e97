import { chromium } from "playwright-core";
import { eventually } from "../../../checks/harness/eventually";
import { chromiumFlags } from "../find-chromium";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { SocketProxy } from "./socket-proxy";

const minute = 60_000;

describeShop("the widget's connection", (site, executablePath) => {
  let proxy: SocketProxy;
  let tabs: ChatPage[];

  beforeAll(async () => {
    proxy = await SocketProxy.open(site.endpoint);
    site.served = { endpoint: proxy.endpoint };
  });
  afterAll(() => proxy?.close());
  beforeEach(() => {
    tabs = [];
    site.requested.length = 0;
  });
  afterEach(async () => {
    await Promise.all(tabs.map((tab) => tab.close()));
    proxy.reset();
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  /** Opens the chat in another tab of the same visitor. */
  async function openTab(): Promise<ChatPage> {
    const [first] = tabs;
    const tab = first === undefined ? await site.visit() : await site.openTab(first.page.context());
    tabs.push(tab);
    await tab.openChat();
    return tab;
  }

  const socketsAre = (count: number) => eventually(`${count} open sockets`, () => proxy.open === count);

  it("is shared by six tabs for ten minutes, with at most six sockets in total and never six at the same time", async () => {
    const context = await site.newContext();
    await context.clock.install();
    for (let tab = 1; tab <= 6; tab += 1) {
      tabs.push(await site.openTab(context));
      await tabs.at(-1)?.openChat();
      await tabs.at(-1)?.send(`From tab ${tab}`);
    }
    for (let elapsed = 0; elapsed < 10 * minute; elapsed += minute / 4) {
      await context.clock.runFor(minute / 4);
      await eventually("each PING is answered", () => proxy.typed("PING").length === proxy.pongs);
    }
    expect(proxy.pongs).toBeGreaterThan(8);

    await socketsAre(1);
    expect(proxy.opened).toBeLessThanOrEqual(6);
    expect(proxy.mostOpen).toBeLessThanOrEqual(5);
    for (const tab of tabs) {
      expect(await tab.texts()).toEqual([1, 2, 3, 4, 5, 6].map((it) => `From tab ${it}`));
    }
  }, 60_000);

  it("goes to another tab if the browser freezes the tab that owns it", async () => {
    const frozen = await openTab();
    await frozen.send("Before the frost");
    const session = await frozen.page.context().newCDPSession(frozen.page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });

    const awake = await openTab();
    await awake.send("From a tab that is awake");
    await site.hostSees("From a tab that is awake");
    expect(await awake.texts()).toEqual(["Before the frost", "From a tab that is awake"]);

    await session.send("Page.setWebLifecycleState", { state: "active" });
    await frozen.message("visitor", "From a tab that is awake").waitFor();
    await socketsAre(1);
    expect(proxy.opened).toBe(2);
  });

  it("is not opened again after the server closed it with 1000, until the visitor acts", async () => {
    const context = await site.newContext();
    await context.clock.install();
    const tab = await site.openTab(context);
    tabs.push(tab);
    await tab.openChat();
    await tab.send("Joined");
    proxy.end(1000);
    await tab.page.getByText("The chat is open in other tabs.").waitFor();
    await context.clock.runFor(10 * minute);
    expect(proxy.opened).toBe(1);

    await tab.page.getByRole("button", { name: "Continue here" }).click();
    await tab.send("Here I am");
    expect(proxy.opened).toBe(2);

    proxy.end(1000);
    await tab.page.getByText("The chat is open in other tabs.").waitFor();
    await tab.send("A message is an act as well");
    expect(proxy.opened).toBe(3);
  });

  it("is opened again automatically if the network breaks it", async () => {
    const tab = await openTab();
    await tab.send("Before the cut");
    proxy.cut();

    await tab.send("After the cut");
    expect(await tab.texts()).toEqual(["Before the cut", "After the cut"]);
    expect(proxy.opened).toBe(2);
  });

  it("moves to another tab if the tab that owns it is closed", async () => {
    const stays = await openTab();
    const leaves = await openTab();
    await leaves.send("About to leave");
    await leaves.page.close();
    await socketsAre(1);
    await site.reply("About to leave", "For the tab that stays");

    await stays.message("host", "For the tab that stays").waitFor();
    expect(await stays.texts()).toEqual(["About to leave"]);
  });

  it("is given up, with the reason in the console, if the server can be reached but rejects it", async () => {
    proxy.isDown = true;
    const tab = await openTab();
    await tab.page.getByRole("status").getByText("Chat is not available on this page.").waitFor();

    expect(tab.complaints.splice(0).join("\n")).toContain("allowedOrigins may lack this origin");
    // Requested once by the tag, and once to check whether the server can be reached.
    expect(site.requested.filter((path) => path === "/widget.js")).toHaveLength(2);
  });

  it("does not lose a message that cannot be sent, which is marked as not sent until the visitor tries again", async () => {
    proxy.isDown = true;
    const tab = await openTab();
    const tryAgain = tab.page.getByRole("status").getByRole("button", { name: "Try again" });
    await tryAgain.waitFor();
    await tab.write("Kept for later");
    await tab.page.locator("li.message", { hasText: "Kept for later" }).getByText("Not sent").waitFor();

    proxy.isDown = false;
    await tryAgain.click();
    await tab.page.locator("li.message.visitor.sent", { hasText: "Kept for later" }).waitFor();
    tab.complaints.length = 0;
  });

  it("is retried automatically if the server cannot be reached", async () => {
    proxy.isDown = true;
    const context = await site.newContext();
    const tab = await site.openTab(context);
    tabs.push(tab);
    await tab.launcher.waitFor();
    await context.route("**/widget.js*", (route) => route.abort());
    await tab.openChat();
    await tab.write("Through a tunnel");
    await eventually("a probe fails", () => tab.complaints.some((it) => it.includes("ERR_FAILED")));
    expect(await tab.page.getByText("Chat is not available on this page.").count()).toBe(0);

    proxy.isDown = false;
    await tab.page.locator("li.message.visitor.sent", { hasText: "Through a tunnel" }).waitFor();
    tab.complaints.length = 0;
  });

  it("is tried again as well if the page's policy has forbidden another socket", async () => {
    proxy.isDown = true;
    const context = await site.newContext();
    const tab = await site.openTab(context, {
      headers: { "content-security-policy": "connect-src http: ws:" },
    });
    tabs.push(tab);
    await tab.launcher.waitFor();
    await context.route("**/widget.js*", (route) => route.abort());
    await tab.openChat();
    await tab.page.evaluate("{ try { new WebSocket('wss://tracker.example'); } catch {} }");
    tab.complaints.length = 0;
    await eventually("a probe fails", () => tab.complaints.some((it) => it.includes("ERR_FAILED")));

    expect(await tab.page.getByText("Chat is not available on this page.").count()).toBe(0);
    tab.complaints.length = 0;
  });

  it("takes no report from a tab with another release, whose messages have another version", async () => {
    const tab = await openTab();
    await tab.send("In this release");
    const post = (version: number, message: object) =>
      tab.page.evaluate(`(() => {
        const bus = new BroadcastChannel("kite/${site.channel}");
        bus.postMessage(${JSON.stringify({ v: version, visitor: "", ...message })});
        bus.close();
      })()`);
    const report = (text: string) => ({
      type: "messages",
      messages: [
        {
          messageId: text.length.toString(),
          from: "host",
          text,
          timestamp: new Date().toISOString(),
          status: "sent",
        },
      ],
    });
    await post(2, report("From a later release"));
    await post(2, { type: "reset", at: Date.now() });
    await post(1, report("From this release"));

    await tab.message("host", "From this release").waitFor();
    expect(await tab.message("host", "From a later release").count()).toBe(0);
    expect(await tab.texts()).toEqual(["In this release"]);
    await post(1, { type: "reset", at: Date.now() });
    await tab.message("visitor", "In this release").waitFor({ state: "detached" });
  });

  it("is not shared by the tabs of a page without https, because Web Locks are not available there", async () => {
    const args = [...chromiumFlags, "--host-resolver-rules=MAP shop.example 127.0.0.1"];
    const browser = await chromium.launch({ executablePath, args });
    try {
      const context = await browser.newContext({ reducedMotion: "reduce" });
      const insecure = () => site.openTab(context, {}, site.origin.replace("localhost", "shop.example"));
      const first = await insecure();
      expect(await first.page.evaluate("[isSecureContext, 'locks' in navigator]")).toEqual([false, false]);
      await first.openChat();
      await first.send("Without https");
      const second = await insecure();
      await second.openChat();
      await second.message("visitor", "Without https").waitFor();

      await socketsAre(2);
      await second.send("From the second tab");
      await first.message("visitor", "From the second tab").waitFor();
      expect([...first.complaints, ...second.complaints]).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it("closes when the page enters the back-forward cache, and opens again with the page", async () => {
    const browser = await chromium.launch({
      executablePath,
      args: chromiumFlags,
      ignoreDefaultArgs: ["--disable-back-forward-cache"],
    });
    try {
      const tab = await site.openTab(await browser.newContext({ reducedMotion: "reduce" }));
      await tab.openChat();
      await tab.send("Before the other page");
      await tab.page.evaluate("window.isTheSamePage = true");
      site.serve("/without-chat", { body: "No chat here" });
      await tab.page.goto(`${site.origin}/without-chat`);
      await socketsAre(0);
      await site.reply("Before the other page", "While nobody looks");

      // A restored page emits no load event.
      await tab.page.goBack({ waitUntil: "commit" });
      await tab.message("host", "While nobody looks").waitFor();
      expect(await tab.page.evaluate("window.isTheSamePage")).toBe(true);
      await tab.send("After the other page");
      await socketsAre(1);
      expect(proxy.opened).toBe(2);
    } finally {
      await browser.close();
    }
  });
});
