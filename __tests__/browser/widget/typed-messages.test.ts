import { eventually } from "../../../checks/harness/eventually";
import { describeInChromium } from "../find-chromium";
import { type ChatPage, ShopSite } from "./shop-site";
import { SocketProxy } from "./socket-proxy";

describeInChromium("the widget loses nothing that was typed", (executablePath) => {
  let site: ShopSite;
  let proxy: SocketProxy;
  let chat: ChatPage;

  beforeAll(async () => {
    site = await ShopSite.open(executablePath);
    proxy = await SocketProxy.open(site.endpoint);
    site.served = { endpoint: proxy.endpoint };
  }, 60_000);
  afterAll(async () => {
    proxy?.close();
    await site?.close();
  });
  afterEach(async () => {
    await chat.close();
    proxy.reset();
    expect(chat.complaints).toEqual([]);
  });

  /** Waits until so many frames of a type have come. */
  const arrived = (type: string, count = 1) =>
    eventually(`${count} of ${type}`, () => proxy.typed(type).length >= count);

  /** How often the host has received a text. */
  const timesAtHost = (text: string) => site.hostMessages.filter((message) => message.includes(text)).length;

  it.each(["answer lost", "lost"] as const)(
    "when the page is reloaded while it sends, and the text is %s",
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
});
