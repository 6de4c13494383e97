import type { MessageContent, PersonFile } from "@kite-chat/bot-api-server";
import { eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { hostUpdate, postUpdate } from "../support/post-update";
import { talk } from "../support/talk";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

function send(host: Host, file: PersonFile) {
  return run.telegram.sendFile(host.chatId, host.userId, file);
}

describe("content without a file reaches the visitor as a text", () => {
  it.each([
    [
      "a location",
      { location: { latitude: 50.45, longitude: 30.52 } },
      "Location: https://www.google.com/maps/",
    ],
    [
      "a venue",
      {
        venue: { location: { latitude: 1, longitude: 2 }, title: "Acme", address: "1 Main Street" },
        location: { latitude: 1, longitude: 2 },
      },
      "Acme, 1 Main Street: https://www.google.com/maps/search/?api=1&query=1,2",
    ],
    ["a contact", { contact: { phone_number: "+1", first_name: "Bo" } }, "Contact: Bo, +1"],
    ["a poll", { poll: { question: "Which?", options: [{ text: "Red" }] } }, "Poll: Which?\n– Red"],
    ["a die", { dice: { emoji: "🎲", value: 3 } }, "🎲 3"],
  ])("%s", async (_what, content, text) => {
    const { host, visitor } = await talk(run);

    run.telegram.send(host.chatId, host.userId, content as MessageContent);

    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: expect.stringContaining(text) });
  });
});

describe("a message with a linked text and a quote", () => {
  const link = (offset: number) =>
    ({ type: "text_link", offset, length: 4, url: "https://shop.example/a" }) as const;

  it("arrives with the address behind the words and the quote above, as a text and as a caption", async () => {
    const { host, visitor } = await talk(run);
    await visitor.ask(["TXT", "question", "Which color?\nAnd which size?", nextTimestamp()]);
    const post = await host.hears("which size?");
    const quote = { text: "And which size?", position: post.text?.indexOf("And") ?? 0 };
    const options = { replyTo: post.message_id };
    const { document } = send(host, { kind: "document", bytes: Buffer.from("a"), fileName: "sizes.pdf" });
    await visitor.next();

    run.telegram.send(host.chatId, host.userId, { text: "🪁 here", entities: [link(3)], quote }, options);
    run.telegram.send(
      host.chatId,
      host.userId,
      { ...(document && { document }), caption: "See here", caption_entities: [link(4)] },
      options,
    );

    expect(await visitor.next()).toMatchObject({
      0: "TXT",
      2: "> And which size?\n🪁 here (https://shop.example/a)",
    });
    expect(await visitor.next()).toMatchObject({ 0: "BIN" });
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "See here (https://shop.example/a)" });
  });
});

describe("an album", () => {
  it("arrives in order, each caption after its file", async () => {
    const { host, visitor } = await talk(run);
    const file = (name: string, caption?: string) =>
      ({ kind: "document", fileName: name, bytes: Buffer.from(name), ...(caption && { caption }) }) as const;

    run.telegram.sendAlbum(host.chatId, host.userId, [
      file("1"),
      file("2", "Two"),
      file("3"),
      file("4", "Four"),
    ]);

    await eventually("all arrive", () => visitor.unread.length === 6);
    expect(
      (visitor.unread as string[][]).map(([type, , text, name]) => (type === "BIN" ? name : text)),
    ).toEqual(["1", "2", "Two", "3", "4", "Four"]);
  });
});

describe("content that Kite cannot deliver", () => {
  it("is named to the host at once if a file is larger than bots may download, and its caption is delivered", async () => {
    const { host, visitor } = await talk(run);
    const sent = send(host, {
      kind: "video",
      bytes: Buffer.alloc(25 * 1024 * 1024),
      caption: "Too long",
    });

    const notice = await host.hears("A video of 25 MB cannot be passed on");

    expect(notice.reply_to_message?.message_id).toBe(sent.message_id);
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "Too long" });
    expect(visitor.unread).toEqual([]);
  });

  it("does not block the host's next message", async () => {
    const { host, visitor } = await talk(run);

    send(host, { kind: "video", bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    host.say("I send it by mail");

    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "I send it by mail" });
  });

  it("is named to the host if Telegram refuses a file whose size it did not state", async () => {
    const { host, visitor } = await talk(run);
    const { fileId } = run.telegram.files.add("documents", {
      fileName: "large.bin",
      mimeType: "application/octet-stream",
      bytes: Buffer.alloc(20 * 1024 * 1024 + 1),
    });

    run.telegram.send(host.chatId, host.userId, {
      document: { file_id: fileId, file_unique_id: "u" },
      caption: "Too long",
    });

    const notice = await host.hears(
      "did not receive your file. Telegram lets me pass on files of up to 20 MB",
    );
    expect(notice.text).toMatch(/^#\w+ Ada /);
    // The caption is a separate message.
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "Too long" });
    expect(visitor.unread).toEqual([]);
  });

  it.each([
    ["a checklist", { checklist: { title: "Tasks", tasks: [] } }, "A checklist cannot be passed on, because"],
    [
      "a rich message",
      { rich_message: { blocks: [] } },
      "A formatted message of this kind cannot be passed on",
    ],
    ["paid media", { paid_media: { star_count: 1, paid_media: [] } }, "Paid media cannot be passed on"],
    ["a story", { story: { chat: { id: 1, type: "private" }, id: 1 } }, "A story cannot be passed on"],
    ["a game", { game: { title: "Chess" } }, "A game cannot be passed on"],
    ["an invoice", { invoice: { title: "Shoes" } }, "An invoice cannot be passed on"],
    ["a giveaway", { giveaway: { chats: [] } }, "A giveaway cannot be passed on"],
    ["a kind that Kite does not know", { hologram: {} }, "I cannot pass on this kind of message"],
  ])("is named to the host, as a reply: %s", async (_what, content, text) => {
    const { host, visitor } = await talk(run);

    const sent = run.telegram.send(host.chatId, host.userId, content as object);

    const told = await host.hears(text);
    expect(told.reply_to_message?.message_id).toBe(sent.message_id);
    expect(visitor.unread).toEqual([]);
  });

  it("is not named if Telegram wrote it, or a bot, or a linked channel", async () => {
    const { host, visitor } = await talk(run);
    const before = host.heard.length;
    const channel = { id: -1_009_999, type: "channel", title: "News" } as const;

    run.telegram.send(host.chatId, host.userId, { new_chat_title: "Sales" });
    await postUpdate(run, hostUpdate(host, { story: {}, from: { id: 5, is_bot: true, first_name: "Bot" } }));
    await postUpdate(
      run,
      hostUpdate(host, {
        text: "News of the channel",
        sender_chat: channel,
        is_automatic_forward: true,
      }),
    );
    host.say("An answer");

    expect(await visitor.next()).toMatchObject({ 2: "An answer" });
    expect(host.heard.length).toBe(before);
  });

  it("is named to the host even if Telegram rejects the first notice with 429", async () => {
    const { host } = await talk(run);
    run.telegram.faults.failNext("sendMessage", { kind: "tooManyRequests", retryAfterSeconds: 1 });

    run.telegram.send(host.chatId, host.userId, { checklist: { title: "Tasks", tasks: [] } });

    await host.hears("A checklist cannot be passed on");
  });
});
