import { KiteRun } from "../../checks/harness/kite-run";
import { editUpdate, postUpdate } from "../support/post-update";
import { announcement, hostHistory, nextFrame, settle, talk } from "../support/talk";
import { TelegramMember } from "../support/telegram-member";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

describe("a host's edit", () => {
  it("reaches a client that announced EDT as EDT, with the messageId of the earlier text", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("We close at 6");
    const [, messageId, , saidAt] = await nextFrame(visitor);

    run.telegram.edit(host.chatId, message_id, "We close at 7");

    const frame = await nextFrame(visitor);
    expect(frame).toEqual(["EDT", messageId, "We close at 7", expect.stringMatching(/Z$/)]);
    expect(frame[3] > saidAt).toBe(true);
  });

  it.each([
    ["no CTX", []],
    ["another feature", ["typing"]],
    ["the feature in small letters", ["edt"]],
  ])("reaches a client as a text that starts with ✎ if it sent %s", async (_case, features) => {
    const { host, visitor } = await talk(run, ...features);
    const { message_id } = host.say("We close at 6");
    const [, messageId] = await nextFrame(visitor);

    run.telegram.edit(host.chatId, message_id, "We close at 7");

    const frame = await nextFrame(visitor);
    expect(frame).toEqual(["TXT", expect.stringMatching(/^u\d{12}$/), "✎ We close at 7", expect.anything()]);
    expect(frame[1]).not.toBe(messageId);
  });

  it("follows the newest announcement of a client", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("One");
    await nextFrame(visitor);
    await visitor.expect(announcement(), ["OK"]);

    run.telegram.edit(host.chatId, message_id, "Two");

    expect(await nextFrame(visitor)).toMatchObject({ 0: "TXT", 2: "✎ Two" });
  });

  it("reaches each socket of a visitor in the form that it understands", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const tab = await run.visitor(host, "Ada", visitor.memberId);
    const { message_id } = host.say("One");
    await Promise.all([nextFrame(visitor), nextFrame(tab)]);

    run.telegram.edit(host.chatId, message_id, "Two");

    const frames = await Promise.all([nextFrame(visitor), nextFrame(tab)]);
    expect(frames.map(([type, , text]) => [type, text])).toEqual([
      ["EDT", "Two"],
      ["TXT", "✎ Two"],
    ]);
  });

  it("reaches the recipient of the message, even if another visitor was active last", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("For Ada");
    await nextFrame(visitor);
    const eve = await run.knownVisitor(host, "Eve");

    run.telegram.edit(host.chatId, message_id, "For Ada alone");

    expect(await nextFrame(visitor)).toMatchObject({ 0: "EDT", 2: "For Ada alone" });
    await settle(run);
    expect(eve.unread).toEqual([]);
  });

  it("of a caption names the text after the file, also if the caption is added or removed", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const file = { kind: "document", bytes: Buffer.from("a"), fileName: "a.txt" } as const;
    const { message_id } = run.telegram.sendFile(host.chatId, host.userId, { ...file, caption: "One" });
    await nextFrame(visitor);
    const [, captionId] = await nextFrame(visitor);
    const bare = run.telegram.sendFile(host.chatId, host.userId, file);
    const [, bareId] = await nextFrame(visitor);

    run.telegram.edit(host.chatId, message_id, "Two");
    run.telegram.edit(host.chatId, message_id, "");
    run.telegram.edit(host.chatId, bare.message_id, "A caption");

    expect(await nextFrame(visitor)).toMatchObject({ 0: "EDT", 1: captionId, 2: "Two" });
    expect(await nextFrame(visitor)).toMatchObject({ 0: "EDT", 1: captionId, 2: "" });
    expect(await nextFrame(visitor)).toMatchObject({ 0: "EDT", 1: `${bareId}-1`, 2: "A caption" });
    const history = await hostHistory(visitor);
    expect(history.map(([type, id, text]) => [type, id, type === "TXT" ? text : ""])).toEqual([
      ["BIN", expect.any(String), ""],
      ["BIN", bareId, ""],
      ["TXT", `${bareId}-1`, "A caption"],
    ]);
  });

  it("contains the addresses of its links", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("See here");
    await nextFrame(visitor);

    const entities = [{ type: "text_link", offset: 4, length: 4, url: "https://shop.example/b" }];
    await postUpdate(run, editUpdate(host, message_id, { text: "See here", entities }));

    expect(await nextFrame(visitor)).toMatchObject({ 2: "See here (https://shop.example/b)" });
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
  ])("reaches nobody: %s", async (_case, content) => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("One");
    await nextFrame(visitor);
    const heard = host.heard.length;

    expect(await postUpdate(run, editUpdate(host, message_id, content))).toBe(200);

    await settle(run);
    expect(visitor.unread).toEqual([]);
    expect(host.heard.length).toBe(heard);
  });

  it("is recognized after an earlier edit, and a return to the first text is passed on", async () => {
    const { host, visitor } = await talk(run, "EDT");
    const { message_id } = host.say("One");
    await nextFrame(visitor);

    for (const text of ["Two", "Two", "One", "One"]) {
      run.telegram.edit(host.chatId, message_id, text);
    }

    expect([(await nextFrame(visitor))[2], (await nextFrame(visitor))[2]]).toEqual(["Two", "One"]);
    await settle(run);
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

    await settle(run);
    expect(visitor.unread).toEqual([]);
  });

  it("gets 200 if a visitor in Telegram has made it", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    const { message_id } = member.say("Hello from Telegram");
    await host.hears("Hello from Telegram");

    run.telegram.edit(member.chatId, message_id, "Changed");

    await settle(run);
    expect(host.heard.filter(({ text }) => text?.includes("Changed"))).toEqual([]);
  });
});
