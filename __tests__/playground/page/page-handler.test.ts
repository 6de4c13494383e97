import { request as httpRequest } from "node:http";
import { Telegram } from "@kite-chat/bot-api-server";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { OwnHosts } from "../../../playground/own-hosts";
import { HostChat } from "../../../playground/page/host-chat";
import { loadPageFiles, type PageFile } from "../../../playground/page/page-files";
import { createPageHandler } from "../../../playground/page/page-handler";

const files: ReadonlyMap<string, PageFile> = loadPageFiles();

let telegram: Telegram;
let hostChat: HostChat;
let site: LocalSite;
let served: { readonly dynamodbEndpoint: string; readonly servicesEndpoint: string } | undefined;
beforeEach(async () => {
  served = { dynamodbEndpoint: "http://127.0.0.1:1001", servicesEndpoint: "http://127.0.0.1:1002" };
  telegram = new Telegram();
  const grace = telegram.createUser("Grace");
  hostChat = new HostChat(telegram, telegram.createGroup({ title: "Support", people: [grace] }), grace);
  const setup = { channelName: "kite-demo", webSocketPath: "/dev", hostChatTitle: "Support" };
  const services = () => served;
  await listen(createPageHandler({ hosts: new OwnHosts("127.0.0.1"), files, setup, hostChat, services }));
});
afterEach(async () => {
  telegram.close();
  await site.close();
});

async function listen(handler: ReturnType<typeof createPageHandler>): Promise<void> {
  site = await serveLocally(handler);
}

const say = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${site.url}/playground/say`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("the page's files", () => {
  it.each([
    { path: "/", contentType: "text/html; charset=utf-8" },
    { path: "/?c=another-channel", contentType: "text/html; charset=utf-8" },
    { path: "/playground/page.js", contentType: "text/javascript; charset=utf-8" },
    { path: "/playground/style.css", contentType: "text/css; charset=utf-8" },
    { path: "/playground/kite.svg", contentType: "image/svg+xml" },
  ])("include $path", async ({ path, contentType }) => {
    const response = await fetch(`${site.url}${path}`);

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(contentType);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await response.text()).length).toBeGreaterThan(100);
  });

  it("load nothing from other sites, are small, and never write HTML", () => {
    const text = (path: string) => Buffer.from(files.get(path)?.body ?? []).toString("utf8");
    const all = [...files.keys()].map(text).join("\n").replaceAll("http://www.w3.org/2000/svg", "");

    expect(all).not.toMatch(/https?:\/\/[a-z]/);
    expect(all).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|eval\(/);
    expect(all.length).toBeLessThan(60_000);
  });

  it("are the only paths, and other methods get 404", async () => {
    expect((await fetch(`${site.url}/nothing`)).status).toBe(404);
    expect((await fetch(`${site.url}/`, { method: "DELETE" })).status).toBe(404);
  });
});

describe("the playground", () => {
  /** Sends a request with any headers, because `fetch` cannot set `Host`. */
  const statusFor = (path: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${site.url}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.once("error", reject);
      sent.end();
    });

  it.each([
    [{ host: "localhost:3000" }, 200],
    [{ host: "[::1]:3000" }, 200],
    [{ host: "rebound.example:3000" }, 403],
    [{ host: "a.tunnel.example" }, 403],
    [{ host: "localhost:3000", "x-forwarded-for": "203.0.113.9" }, 403],
  ])("responds to the headers %j with %d", async (headers, status) => {
    const paths = ["/", "/playground/setup", "/playground/services", "/playground/page.js"];

    expect(await Promise.all(paths.map((path) => statusFor(path, headers)))).toEqual(paths.map(() => status));
  });
});

describe("the endpoints of the local run", () => {
  const ask = () => fetch(`${site.url}/playground/services`);

  it("are returned to programs on this machine, but not to other sites", async () => {
    const response = await ask();

    expect(await response.json()).toEqual(served);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("return 404 if the playground does not offer them", async () => {
    await site.close();
    const setup = { channelName: "kite-demo", webSocketPath: "/dev" };
    await listen(createPageHandler({ hosts: new OwnHosts("127.0.0.1"), files, setup }));

    expect((await ask()).status).toBe(404);
  });

  it("are not available while the run starts", async () => {
    served = undefined;

    expect((await ask()).status).toBe(503);
  });
});

describe("the host's panel of the page", () => {
  it("gets its channel and its stage from the setup", async () => {
    const setup = await fetch(`${site.url}/playground/setup`).then((response) => response.json());

    expect(setup).toEqual({ channelName: "kite-demo", webSocketPath: "/dev", hostChatTitle: "Support" });
  });

  it("sends messages and replies to the chat", async () => {
    const visitor = telegram.chats.post(telegram.chats.room(hostChat.chat.id), { text: "#a1 Ada\nHello" });
    const response = await say({ text: "Hi Ada", replyTo: visitor.message_id });

    expect(response.status).toBe(200);
    expect(telegram.messages(hostChat.chat.id).at(-1)).toMatchObject({
      text: "Hi Ada",
      from: { first_name: "Grace" },
      reply_to_message: { text: "#a1 Ada\nHello" },
    });
  });

  it.each([
    { body: "{", status: 400 },
    { body: {}, status: 400 },
    { body: { text: "  " }, status: 400 },
    { body: { text: "a".repeat(4097) }, status: 400 },
    { body: { text: "a".repeat(40_000) }, status: 413 },
    { body: { text: "Hi" }, headers: { origin: "https://evil.example" }, status: 403 },
    { body: { text: "Hi" }, headers: { origin: "null" }, status: 403 },
    { body: { text: "Hi" }, headers: { "content-type": "text/plain" }, status: 415 },
  ])("rejects $headers $body with $status", async ({ body, headers, status }) => {
    const response = await say(body, headers);

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
    expect(telegram.messages(hostChat.chat.id)).toEqual([]);
  });

  it("receives the state, followed by its changes", async () => {
    hostChat.say({ text: "/host kite-demo" });
    const events = readEvents(`${site.url}/playground/events`);
    expect(await events.next()).toMatchObject({
      type: "state",
      messages: [
        { senderName: "Grace", text: "/host kite-demo", marks: [{ type: "bot_command", length: 5 }] },
      ],
      pinned: [],
      trouble: "",
    });

    const room = telegram.chats.room(hostChat.chat.id);
    const message = telegram.chats.post(room, { text: "#a1 Ada" });
    telegram.chats.pin(room, message);
    telegram.chats.remove(room, message.message_id);

    expect(await events.next()).toMatchObject({ type: "message", message: { isBot: true, text: "#a1 Ada" } });
    expect(await events.next()).toEqual({ type: "pins", pinned: [message.message_id] });
    expect(await events.next()).toMatchObject({ type: "message", message: { isService: true } });
    expect(await events.next()).toEqual({ type: "delete", messageId: message.message_id });
    events.close();
  });

  it("responds with 404 if the host uses an external Telegram", async () => {
    await site.close();
    await listen(
      createPageHandler({
        hosts: new OwnHosts("127.0.0.1"),
        files,
        setup: { channelName: "kite-demo", webSocketPath: "/dev" },
      }),
    );

    expect((await say({ text: "Hi" })).status).toBe(404);
    expect((await fetch(`${site.url}/playground/events`)).status).toBe(404);
  });
});

/** Reads the events of a stream, one by one. */
function readEvents(address: string) {
  const waiting: ((event: unknown) => void)[] = [];
  const ready: unknown[] = [];
  let rest = "";
  const request = httpRequest(address, (response) => {
    response.setEncoding("utf8").on("data", (chunk: string) => {
      const parts = (rest + chunk).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts.filter((text) => text.startsWith("data: "))) {
        const event: unknown = JSON.parse(part.slice("data: ".length));
        const next = waiting.shift();
        if (next === undefined) {
          ready.push(event);
        } else {
          next(event);
        }
      }
    });
  });
  request.on("error", () => undefined);
  request.end();
  return {
    next: () =>
      ready.length > 0
        ? Promise.resolve(ready.shift())
        : new Promise<unknown>((resolve) => waiting.push(resolve)),
    close: () => request.destroy(),
  };
}
