import { aWhile, eventually } from "../../checks/harness/eventually";
import { Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";
import { hostUpdate, postUpdate } from "../support/post-update";
import { TelegramMember } from "../support/telegram-member";

let run: KiteRun;
let cloud: Cloud;
beforeAll(async () => {
  run = await KiteRun.start();
  cloud = new Cloud(run.server);
});
afterAll(async () => {
  cloud.close();
  await run.close();
});

describe("a private chat", () => {
  it.each([
    ["/join <channel>", (name: string) => `/join ${name}`],
    ["/start <channel>", (name: string) => `/start ${name}`],
    ["/start join__<channel>", (name: string) => `/start join__${name}`],
  ])("becomes a member by %s, and exchanges texts with the host", async (_case, command) => {
    const host = await run.host();
    const member = TelegramMember.create(run, "Tim");

    member.say(command(host.channelName));
    await member.hears(`You have joined ${host.channelName}`);
    member.say("Hello from Telegram");
    const post = await host.hears("Hello from Telegram");
    host.say("Hello to Telegram", post);

    await member.hears("Hello to Telegram");
    expect(post.text).toMatch(/^#[a-z][a-z0-9]+ Tim\n/);
    expect(post.text).not.toContain(String(member.chatId));
    await aWhile(300);
    expect(member.heard.map(({ text }) => text)).toEqual([
      expect.stringContaining("You have joined"),
      "Hello to Telegram",
    ]);
  });

  it("keeps the order of texts within one second, even if the later ids have one more digit", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    const texts = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const date = Math.floor(Date.now() / 1000);

    for (const [index, text] of texts.entries()) {
      const message = { text, date, chat: { id: member.chatId, type: "private" } };
      await postUpdate(run, hostUpdate(member, message, 999_995 + index));
    }

    await host.hears("line 11");
    expect(host.told).toEqual(texts);
  });

  it.each([
    ["/join kite", "That is not a channel's name"],
    ["/join", "Which channel?"],
    ["/join nobody-hosts-it", "There is no channel nobody-hosts-it"],
    ["/start join__nobody-hosts-it", "There is no channel nobody-hosts-it"],
    ["/leave", "You have not joined a channel yet"],
    ["/drop", "This chat does not host a channel"],
    ["/info", "You have not joined a channel yet"],
    ["/nonsense", "I do not know that command"],
    ["Hello?", "You have not joined a channel yet"],
  ])("without a membership gets an answer to %s", async (text, answer) => {
    const member = TelegramMember.create(run);

    member.say(text);

    await member.hears(answer);
    expect(member.heard).toHaveLength(1);
  });

  it("with a membership gets the name of its channel, and can neither join another channel nor host one", async () => {
    const [host, other] = [await run.host(), await run.host()];
    const member = await TelegramMember.joined(run, host);

    member.say(`/join ${other.channelName}`);
    await member.hears("You have joined another channel in this chat");
    member.say("/host my-own-channel");
    await member.hears("Send /leave first");
    member.say("/info");

    await member.hears(`You have joined the channel ${host.channelName} as a visitor`);
    expect(await cloud.rows("Members", "channelName", other.channelName)).toEqual([]);
    expect(await cloud.get("Channels", { channelKey: "channel#my-own-channel" })).toBeUndefined();
  });

  it("can leave: its rows are erased, it gets no more answers, and it can join another channel", async () => {
    const [host, other] = [await run.host(), await run.host()];
    const member = await TelegramMember.joined(run, host);
    member.say("Soon gone");
    const post = await host.hears("Soon gone");
    const [row] = await cloud.rows("Members", "channelName", host.channelName);

    member.say("/leave");
    await member.hears(`You have left ${host.channelName}`);
    host.say("Wait!", post);
    await host.hears("this visitor is no longer known");
    member.say(`/join ${other.channelName}`);
    await member.hears(`You have joined ${other.channelName}`);

    expect(await cloud.rows("Members", "channelName", host.channelName)).toEqual([]);
    await eventually("the messages are erased", async () => {
      const conversation = `${host.channelName}/${row?.memberId}`;
      return (await cloud.rows("Messages", "conversation", conversation)).length === 0;
    });
    expect(member.heard.map(({ text }) => text)).not.toContain("Wait!");
  });

  it("keeps membership, name and conversation if it joins again", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    const [before] = await cloud.rows("Members", "channelName", host.channelName);

    member.say(`/join ${host.channelName}`);
    await eventually("the second answer", () => member.heard.length === 2);

    const rows = await cloud.rows("Members", "channelName", host.channelName);
    expect(rows.map(({ memberKey, tag }) => ({ memberKey, tag }))).toEqual([
      { memberKey: before?.memberKey, tag: before?.tag },
    ]);
  });

  it("cannot be impersonated from the web by a client that knows the chat's id", async () => {
    const host = await run.host();
    const member = await TelegramMember.joined(run, host);
    member.say("It is me");
    await host.hears("It is me");

    const stranger = await run.visitor(host, "Eve", String(member.chatId));
    const history = await stranger.ask(["HIS", 50, null]);

    expect(history).toEqual(["HIS", []]);
    const rows = await cloud.rows("Members", "channelName", host.channelName);
    expect(rows).toHaveLength(2);
  });
});

describe("a group", () => {
  it.each([
    ["/start <channel>", (name: string) => `/start ${name}`],
    ["/start host__<channel>", (name: string) => `/start host__${name}`],
  ])("becomes the host by %s", async (_case, command) => {
    const host = new Host(run, `kite-${Date.now()}`);

    host.say(command(host.channelName));

    await host.hears(`This chat hosts the channel ${host.channelName}`);
    const visitor = await run.visitor(host);
    expect(await visitor.ask(["TXT", "1", "Hello", nextTimestamp()])).toMatchObject({ 0: "ACK" });
    await host.hears("\nHello");
  });

  it.each([
    ["/join another-channel", "in a private chat"],
    ["/start join__another-channel", "in a private chat"],
  ])("gets an answer to %s", async (text, answer) => {
    const host = await run.host();

    host.say(text);

    await host.hears(answer);
  });

  it("that hosts a channel gets the number of open conversations, which counts only visitors who have sent a text", async () => {
    const host = await run.host();
    await run.knownVisitor(host, "Ada");
    await run.visitor(host, "Eve");
    const member = await TelegramMember.joined(run, host);
    member.say("Hello of Tim");
    await host.hears("Hello of Tim");
    // The list of members is an index, which lags behind the table by up to half a second here.
    await aWhile(600);

    host.say("/info");

    expect((await host.hears("Open conversations")).text).toContain(
      `${host.channelName}.\nOpen conversations: 2\n`,
    );
  });

  it("can drop its channel: sockets are closed, rows and memberships are erased, and the name is free", async () => {
    const [host, next] = [await run.host(), new Host(run, "unused-name")];
    const visitors = [await run.knownVisitor(host, "Ada"), await run.visitor(host, "Eve")];
    const member = await TelegramMember.joined(run, host);

    host.say("/drop");
    await host.hears(`The channel ${host.channelName} has ended`);
    host.say(`/host ${host.channelName}`);
    await host.hears("still erasing");
    await Promise.all(visitors.map(({ closed }) => closed));
    await eventually("the name is free", async () => {
      return (await cloud.get("Channels", { channelKey: `channel#${host.channelName}` })) === undefined;
    });
    member.say("/info");
    await member.hears("You have not joined a channel yet");
    next.say(`/host ${host.channelName}`);

    await next.hears(`This chat hosts the channel ${host.channelName}`);
    expect(await cloud.rows("Members", "channelName", host.channelName)).toEqual([]);
    expect(await cloud.rows("Connections", "channelName", host.channelName)).toEqual([]);
    const conversation = `${host.channelName}/${visitors[0]?.memberId}`;
    expect(await cloud.rows("Messages", "conversation", conversation)).toEqual([]);
    host.say("/info");
    await host.hears("This chat does not host a channel");
  });

  it("that drops its channel stops its visitors immediately: JOIN gets 404", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    host.say("/drop");
    await host.hears("has ended");

    const answer = await visitor.ask(["JOIN", visitor.memberId, "Ada", host.channelName]);

    expect(answer).toEqual(["ERR", expect.any(String), 404]);
  });
});
