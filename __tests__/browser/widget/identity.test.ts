import { createHmac } from "node:crypto";
import { identityKeyOf } from "../../../cli/identity/identity-key";
import { readSettings } from "../../../settings/settings";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

describeShop("the widget of a shop with logins", (site) => {
  let key: string;
  let chats: ChatPage[];

  beforeAll(async () => {
    key = await identityKeyOf(readSettings(), {
      stage: "dev",
      channelName: site.channel,
      http: site.chatOrigin,
      rotate: false,
      meant: false,
    });
  }, 60_000);
  beforeEach(() => {
    chats = [];
  });
  afterEach(async () => {
    await Promise.all(chats.map((chat) => chat.close()));
    expect(chats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  /** Creates a token as the shop's server does. */
  function tokenOf(customer: string, by = key): string {
    const signed = `${customer}.${Math.floor(Date.now() / 1000) + 300}`;
    return `${signed}.${createHmac("sha256", by).update(signed).digest("base64url")}`;
  }

  const identify = (token: string) =>
    `(window.kite ||= []).push(["identify", { token: async () => "${token}" }])`;

  /**
   * Opens the shop in a separate browser in which a customer is logged in.
   * @param onUrl called with the address of each request and each socket after the page
   */
  async function visitWith(token: string, onUrl: (url: string) => void = () => {}): Promise<ChatPage> {
    const chat = await site.visit({ body: `<script>${identify(token)}</script>${site.tag()}` });
    chats.push(chat);
    chat.page.on("request", (request) => onUrl(request.url()));
    chat.page.on("websocket", (socket) => onUrl(socket.url()));
    await chat.openChat();
    return chat;
  }

  const seenByHost = (text: string) => site.hostMessages.find((it) => it.includes(text));

  it("shows the host that a customer is verified, and shows the customer the conversation on another device", async () => {
    const laptop = await visitWith(tokenOf("customer-7"));
    await laptop.send("Where is my order 4711?");
    await site.hostSees("Where is my order 4711?");
    expect(seenByHost("4711")).toMatch(/^#verified_[a-z0-9]{9} /);
    await site.reply("4711", "On its way.");
    await laptop.message("host", "On its way.").waitFor();

    const phone = await visitWith(tokenOf("customer-7"));
    await phone.message("visitor", "Where is my order 4711?").waitFor();
    await phone.message("host", "On its way.").waitFor();
  });

  it("passes the token in JOIN alone: no address of a request or a socket contains it", async () => {
    const token = tokenOf("customer-11");
    const urls: string[] = [];
    const chat = await visitWith(token, (url) => urls.push(url));
    await chat.send("Who reads your logs?");
    const file = { name: "list.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
    await chat.page.locator("input[type=file]").setInputFiles(file);
    await chat.page.locator("li.message.visitor.sent", { hasText: "list.pdf" }).waitFor();

    expect(chat.sent.filter((frame) => frame.includes(token)).map((frame) => JSON.parse(frame)[0])).toEqual([
      "JOIN",
    ]);
    expect(urls.some((url) => url.startsWith("ws:"))).toBe(true);
    expect(urls.some((url) => url.includes("X-Amz-Signature"))).toBe(true);
    const secrets = token.split(".");
    expect(urls.filter((url) => secrets.some((part) => decodeURIComponent(url).includes(part)))).toEqual([]);
  });

  it("shows a plain text for a token that the shop did not sign, and nothing of the customer's conversation", async () => {
    const customer = await visitWith(tokenOf("customer-8"));
    await customer.send("My address is 1 Tea Lane");

    const stranger = await visitWith(tokenOf("customer-8", "a guessed key"));
    await stranger.page.getByRole("status").getByText("Chat is not available on this page.").waitFor();
    expect(await stranger.message("visitor", "Tea Lane").count()).toBe(0);
    await stranger.write("Send it elsewhere");
    await stranger.page
      .locator("li.message", { hasText: "Send it elsewhere" })
      .getByText("Not sent")
      .waitFor();
    expect(seenByHost("Send it elsewhere")).toBeUndefined();
    expect(stranger.complaints.join("\n")).toContain("the signature does not match this channel");
    stranger.complaints.length = 0;
  });

  it("deletes everything from the browser when the customer logs out, and the next customer sees nothing", async () => {
    const chat = await visitWith(tokenOf("customer-9"));
    await chat.send("My birthday is in May");
    await chat.input.fill("A secret draft");
    expect(await chat.page.evaluate("JSON.stringify(localStorage)")).toContain("customer-9");
    await chat.page.evaluate("kite.close(); kite.reset()");
    expect(await chat.page.evaluate("Object.keys(localStorage)")).toEqual([]);

    await chat.page.evaluate(identify(tokenOf("customer-10")));
    await chat.page.evaluate("kite.open()");
    await chat.send("I am new here");
    expect(await chat.texts()).toEqual(["I am new here"]);
    expect(await chat.input.inputValue()).toBe("");
    await site.hostSees("I am new here");
    const tagOf = (text: string) => seenByHost(text)?.split(" ", 1)[0];
    expect(tagOf("I am new here")).not.toBe(tagOf("My birthday is in May"));
  });
});
