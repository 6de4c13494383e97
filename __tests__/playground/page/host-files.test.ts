import { Telegram } from "@kite-chat/bot-api-server";
import { type LocalSite, serveLocally } from "../../../checks/harness/serve-locally";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import { OwnHosts } from "../../../playground/own-hosts";
import { HostChat } from "../../../playground/page/host-chat";
import { viewMessage } from "../../../playground/page/message-view";
import { createPageHandler } from "../../../playground/page/page-handler";

let telegram: Telegram;
let hostChat: HostChat;
let site: LocalSite;
beforeEach(async () => {
  telegram = new Telegram();
  const grace = telegram.createUser("Grace");
  hostChat = new HostChat(telegram, telegram.createGroup({ title: "Support", people: [grace] }), grace);
  const setup = { channelName: "kite-demo", webSocketPath: "/dev", hostChatTitle: "Support" };
  site = await serveLocally(
    createPageHandler({
      hosts: new OwnHosts("127.0.0.1"),
      files: new Map(),
      setup,
      hostChat,
      publicUrl: "https://tunnel.example/x",
    }),
  );
});
afterEach(async () => {
  telegram.close();
  await site.close();
});

const send = (query: Record<string, string>, type: string, body: Uint8Array, origin?: string) =>
  fetch(`${site.url}/playground/file?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": type, ...(origin && { origin }) },
    body: Buffer.from(body),
  });
const newest = () => telegram.messages(hostChat.chat.id).at(-1);

describe("a file of the host", () => {
  it.each([
    ["image/png", "photo", { kind: "photo", name: "Photo" }],
    ["image/jpeg", "photo", { kind: "photo", name: "Photo" }],
    ["image/webp", "document", { kind: "photo", name: "a.bin" }],
    ["video/mp4", "video", { kind: "video", name: "a.bin" }],
    ["audio/mpeg", "audio", { kind: "audio", name: "a.bin" }],
    ["application/pdf", "document", { kind: "file", name: "a.bin" }],
    ["text/html", "document", { kind: "file", name: "a.bin" }],
  ])("of type %s is sent as a %s and displayed as %j", async (type, kind, shown) => {
    const response = await send({ name: "a.bin", caption: "See" }, type, png());

    const message = newest();
    expect(response.status).toBe(200);
    expect(message).toMatchObject({ [kind]: {}, caption: "See", from: { first_name: "Grace" } });
    const view = message && viewMessage(message);
    expect(view).toMatchObject({ text: "See", file: shown });
    const file = await fetch(`${site.url}${view?.file?.url}`);
    expect(Buffer.from(await file.arrayBuffer()).equals(png())).toBe(true);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("is served as a download if a browser could execute it", async () => {
    await send({ name: "a.html" }, "text/html", Buffer.from("<script>1</script>"));

    const message = newest();
    const file = await fetch(`${site.url}${message && viewMessage(message).file?.url}`);

    expect(file.headers.get("content-type")).toBe("application/octet-stream");
    expect(file.headers.get("content-disposition")).toBe("attachment");
  });

  it("can reply to a message", async () => {
    const visitor = telegram.chats.post(telegram.chats.room(hostChat.chat.id), { text: "#a1 Ada" });

    await send({ name: "a.png", replyTo: String(visitor.message_id) }, "image/png", png());

    expect(newest()?.reply_to_message).toMatchObject({ text: "#a1 Ada" });
  });

  it.each([
    ["from another site", { name: "a" }, Buffer.from("a"), "https://evil.example", 403],
    ["from the origin null", { name: "a" }, Buffer.from("a"), "null", 403],
    ["without a name", {}, Buffer.from("a"), undefined, 400],
    ["without bytes", { name: "a" }, Buffer.alloc(0), undefined, 400],
    ["with too long a caption", { name: "a", caption: "c".repeat(1025) }, Buffer.from("a"), undefined, 400],
    ["with too many bytes", { name: "a" }, Buffer.alloc(50 * 1024 * 1024 + 1), undefined, 413],
  ])("is rejected %s", async (_case, query, bytes, origin, status) => {
    const response = await send(query as Record<string, string>, "application/pdf", bytes, origin);

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) });
    expect(newest()).toBeUndefined();
  });

  it("with an unknown id gets 404", async () => {
    const paths = ["/playground/files/none", "/playground/files/", "/playground/files/../page.js"];

    expect(await Promise.all(paths.map(async (path) => (await fetch(`${site.url}${path}`)).status))).toEqual([
      404, 404, 404,
    ]);
  });
});

it("the page may connect only to the local machine and the tunnel", async () => {
  const policy = (await fetch(`${site.url}/playground/setup`)).headers.get("content-security-policy");

  expect(policy).toContain("connect-src 'self' http://localhost:* https://tunnel.example;");
  expect(policy).toContain("default-src 'none'; script-src 'self';");
});
