import { aWhile } from "../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { hostUpdate, postUpdate } from "../support/post-update";
import { TelegramMember } from "../support/telegram-member";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

type Frame = readonly [type: string, messageId: string, text: string, timestamp: string];

const announcement = (...features: readonly string[]) => ["CTX", null, null, null, null, features];

/** Creates a host, and a visitor who receives the host's next message. */
async function talk(
  ...features: readonly string[]
): Promise<{ readonly host: Host; readonly visitor: JoinedVisitor }> {
  const host = await run.host();
  const visitor = await run.knownVisitor(host);
  if (features.length > 0) {
    await visitor.expect(announcement(...features), ["OK"]);
  }
  return { host, visitor };
}

const next = async (visitor: JoinedVisitor) => (await visitor.next()) as Frame;

/** Waits until Telegram has no updates left, and then for as long as a late push may take. */
async function settle(): Promise<void> {
  await run.telegram.waitUntilDelivered();
  await aWhile(300);
}

/** Returns an update with an edit, in the form in which Telegram posts it. */
function editUpdate(host: Host, messageId: number, content: object, updateId?: number) {
  const { message, update_id } = hostUpdate(host, content, updateId);
  return {
    update_id,
    edited_message: { ...message, message_id: messageId, edit_date: message.date },
  };
}

describe("a host's edit", () => {
  it("reaches a client that announced EDT as EDT, with the messageId of the earlier text", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("We close at 6");
    const [, messageId, , saidAt] = await next(visitor);

    run.telegram.edit(host.chatId, message_id, "We close at 7");

    const frame = await next(visitor);
    expect(frame).toEqual(["EDT", messageId, "We close at 7", expect.stringMatching(/Z$/)]);
    expect(frame[3] > saidAt).toBe(true);
  });

  it.each([
    ["no CTX", []],
    ["another feature", ["typing"]],
    ["the feature in small letters", ["edt"]],
  ])("reaches a client as a text that starts with ✎ if the client sent %s", async (_case, features) => {
    const { host, visitor } = await talk(...features);
    const { message_id } = host.say("We close at 6");
    const [, messageId] = await next(visitor);

    run.telegram.edit(host.chatId, message_id, "We close at 7");

    const frame = await next(visitor);
    expect(frame).toEqual(["TXT", expect.stringMatching(/^u\d{12}$/), "✎ We close at 7", expect.anything()]);
    expect(frame[1]).not.toBe(messageId);
  });

  it("has the form that the client announced last", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("One");
    await next(visitor);
    await visitor.expect(announcement(), ["OK"]);

    run.telegram.edit(host.chatId, message_id, "Two");

    expect(await next(visitor)).toMatchObject({ 0: "TXT", 2: "✎ Two" });
  });

  it("reaches each socket of a visitor in the form that the socket's client supports", async () => {
    const { host, visitor } = await talk("EDT");
    const tab = await run.visitor(host, "Ada", visitor.memberId);
    const { message_id } = host.say("One");
    await Promise.all([next(visitor), next(tab)]);

    run.telegram.edit(host.chatId, message_id, "Two");

    const frames = await Promise.all([next(visitor), next(tab)]);
    expect(frames.map(([type, , text]) => [type, text])).toEqual([
      ["EDT", "Two"],
      ["TXT", "✎ Two"],
    ]);
  });

  it("reaches the recipient of the message, even if another visitor was active last", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("For Ada");
    await next(visitor);
    const eve = await run.knownVisitor(host, "Eve");

    run.telegram.edit(host.chatId, message_id, "For Ada alone");

    expect(await next(visitor)).toMatchObject({ 0: "EDT", 2: "For Ada alone" });
    await settle();
    expect(eve.unread).toEqual([]);
  });

  it("of a caption has the messageId of the text after the file, even if the caption is added or removed", async () => {
    const { host, visitor } = await talk("EDT");
    const file = { kind: "document", bytes: Buffer.from("a"), fileName: "a.txt" } as const;
    const { message_id } = run.telegram.sendFile(host.chatId, host.userId, { ...file, caption: "One" });
    await next(visitor);
    const [, captionId] = await next(visitor);
    const bare = run.telegram.sendFile(host.chatId, host.userId, file);
    const [, bareId] = await next(visitor);

    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "");
    run.telegram.edit(host.chatId, bare.message_id, "A caption");

    expect(await next(visitor)).toMatchObject({ 0: "EDT", 1: captionId, 2: "Two" });
    expect(await next(visitor)).toMatchObject({ 0: "EDT", 1: captionId, 2: "" });
    expect(await next(visitor)).toMatchObject({ 0: "EDT", 1: `${bareId}-1`, 2: "A caption" });
    const [, entries] = (await visitor.ask(["HIS", 50, null])) as [string, [string, Frame][]];
    expect(entries.slice(1).map(([, [type, id, text]]) => [type, id, type === "TXT" ? text : ""])).toEqual([
      ["BIN", expect.any(String), ""],
      ["BIN", bareId, ""],
      ["TXT", `${bareId}-1`, "A caption"],
    ]);
  });

  it("contains the URLs of its links", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("See here");
    await next(visitor);

    const entities = [{ type: "text_link", offset: 4, length: 4, url: "https://shop.example/b" }];
    await postUpdate(run, editUpdate(host, message_id, { text: "See here", entities }));

    expect(await next(visitor)).toMatchObject({ 2: "See here (https://shop.example/b)" });
  });

  it("reaches a visitor in Telegram as a text", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    member.say("Hello from Telegram");
    const post = await host.hears("Hello from Telegram");
    const { message_id } = host.say("We close at 6", post);
    await member.hears("We close at 6");

    run.telegram.edit(host.chatId, message_id, "We close at 7");

    await member.hears("✎ We close at 7");
  });
});

describe("an edit that changes no text", () => {
  it.each([
    ["with the same text", { text: "One" }],
    ["with other formatting", { text: "One", entities: [{ type: "bold", offset: 0, length: 3 }] }],
    ["of a link preview", { text: "One", link_preview_options: { is_disabled: true } }],
    ["of a live location", { location: { latitude: 1, longitude: 2, live_period: 900 } }],
    ["of a poll", { poll: { question: "Which?", options: [] } }],
  ])("is not passed on: %s", async (_case, content) => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("One");
    await next(visitor);
    const heard = host.heard.length;

    expect(await postUpdate(run, editUpdate(host, message_id, content))).toBe(200);

    await settle();
    expect(visitor.unread).toEqual([]);
    expect(host.heard.length).toBe(heard);
  });

  it("is recognized after an earlier edit, and a return to the first text is passed on", async () => {
    const { host, visitor } = await talk("EDT");
    const { message_id } = host.say("One");
    await next(visitor);

    for (const text of ["Two", "Two", "One", "One"]) {
      run.telegram.edit(host.chatId, message_id, text);
    }

    expect([(await next(visitor))[2], (await next(visitor))[2]]).toEqual(["Two", "One"]);
    await settle();
    expect(visitor.unread).toEqual([]);
  });
});

describe("an edit that is passed on to nobody", () => {
  it.each(["a command", "a message that was not delivered"])("gets 200 if it is of %s", async (what) => {
    const host = await run.host();
    const text = what === "a command" ? "/info" : "Is anybody there?";
    const { message_id } = host.say(text);
    await run.telegram.waitUntilDelivered();
    const visitor = await run.knownVisitor(host);

    expect(await postUpdate(run, editUpdate(host, message_id, { text: "Changed" }))).toBe(200);

    await settle();
    expect(visitor.unread).toEqual([]);
  });

  it("gets 200 if a visitor in Telegram has made it", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    const { message_id } = member.say("Hello from Telegram");
    await host.hears("Hello from Telegram");

    run.telegram.edit(member.chatId, message_id, "Changed");

    await settle();
    expect(host.heard.filter(({ text }) => text?.includes("Changed"))).toEqual([]);
  });
});
