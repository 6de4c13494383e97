import type { Message } from "@grammyjs/types";
import { eventually } from "../../checks/harness/eventually";
import { KiteRun, nextTimestamp } from "../../checks/harness/kite-run";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run?.close());

let groups = 0;

/** Creates a group of an administrator and a plain member. */
function newGroup(type: "group" | "supergroup" = "supergroup") {
  groups += 1;
  const [owner, member] = [run.telegram.createUser("Grace"), run.telegram.createUser("Max")];
  const { id } = run.telegram.createGroup({ title: "Support", people: [owner, member], type });
  const answers = (chatId = id) =>
    run.telegram.messages(chatId).filter(({ from, text }) => from?.is_bot && text !== undefined);
  return {
    id,
    owner,
    member,
    channelName: `rights-${groups}-${Date.now().toString(36)}`,
    answers,
    /** Waits for a message of the bot that contains a text. */
    hears: (text: string, chatId = id): Promise<Message> =>
      eventually(`the group hears "${text}"`, () => answers(chatId).find((it) => it.text?.includes(text))),
  };
}

const refused = "Only an administrator of this group can send";

describe("a plain member of a group", () => {
  it.each(["/host", "/start host__", "/start"])("cannot make the group a host with %s", async (command) => {
    const { id, member, channelName, hears } = newGroup();
    const separator = command === "/host" || command === "/start" ? " " : "";

    run.telegram.say(id, member.id, `${command}${separator}${channelName}`);

    expect((await hears(refused)).text).toContain("/host.");
    const visitor = run.visitor({ channelName });
    await expect(visitor).rejects.toThrow("404");
  });

  it("cannot drop the group's channel, which continues", async () => {
    const { id, owner, member, channelName, hears } = newGroup();
    run.telegram.say(id, owner.id, `/host ${channelName}`);
    await hears("hosts the channel");

    run.telegram.say(id, member.id, "/drop");

    expect((await hears(refused)).text).toContain("/drop");
    run.telegram.say(id, owner.id, "/info");
    await hears("Open conversations: 0");
  });

  it("can send commands that change nothing, and answer visitors", async () => {
    const { id, owner, member, channelName, hears, answers } = newGroup();
    run.telegram.say(id, owner.id, `/host ${channelName}`);
    await hears("hosts the channel");

    run.telegram.say(id, member.id, "/info");
    run.telegram.say(id, member.id, "/help");

    await hears("Open conversations: 0");
    await hears("connect the visitors");
    expect(answers().filter(({ text }) => text?.includes(refused))).toEqual([]);
  });
});

describe("an administrator of a group", () => {
  it("can host and drop from the moment of the promotion, and no longer after a demotion", async () => {
    const { id, member, channelName, hears } = newGroup();
    run.telegram.promote(id, member.id);
    run.telegram.say(id, member.id, `/host ${channelName}`);
    await hears("hosts the channel");

    run.telegram.demote(id, member.id);
    run.telegram.say(id, member.id, "/drop");
    await hears(refused);
    run.telegram.promote(id, member.id);
    run.telegram.say(id, member.id, "/drop");

    await hears("has ended");
  });

  it("can host anonymously, but not in the name of a channel", async () => {
    const { id, owner, channelName, hears } = newGroup();
    const group = { id, type: "supergroup", title: "Support" } as const;
    const channel = { id: -1009, type: "channel", title: "News" } as const;

    run.telegram.say(id, owner.id, `/host ${channelName}`, { senderChat: channel });
    await hears(refused);
    run.telegram.say(id, owner.id, `/host ${channelName}`, { senderChat: group });

    await hears("hosts the channel");
  });

  it("cannot send commands if the bot may no longer see the group, and later updates are handled", async () => {
    const { id, owner, channelName, hears } = newGroup();
    run.telegram.say(id, owner.id, `/host ${channelName}`);
    await hears("hosts the channel");
    run.telegram.faults.failNext("getChatAdministrators", { kind: "kicked" });

    run.telegram.say(id, owner.id, "/drop");
    run.telegram.say(id, owner.id, "/info");

    await hears("Open conversations: 0");
    expect(run.telegram.webhook.info.last_error_message).toBeUndefined();
  });

  it("gets the answer after Telegram could not list the administrators at first", async () => {
    const { id, owner, channelName, hears, answers } = newGroup();
    run.telegram.faults.failNext("getChatAdministrators", { kind: "serverError" });

    run.telegram.say(id, owner.id, `/host ${channelName}`);

    await hears("hosts the channel");
    expect(answers()).toHaveLength(1);
  });
});

describe("a group that becomes a supergroup", () => {
  it("keeps its channel: the messages of the host and of visitors continue in the supergroup", async () => {
    const { id, owner, channelName, hears } = newGroup("group");
    run.telegram.say(id, owner.id, `/host ${channelName}`);
    await hears("hosts the channel");
    const visitor = await run.visitor({ channelName }, "Ada");
    await visitor.ask(["TXT", "1", "before the move", nextTimestamp()]);
    await hears("before the move");

    const supergroup = run.telegram.migrate(id);
    run.telegram.say(supergroup.id, owner.id, "We have moved");

    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "We have moved" });
    await visitor.ask(["TXT", "2", "after the move", nextTimestamp()]);
    await hears("after the move", supergroup.id);
    run.telegram.say(supergroup.id, owner.id, "/info");
    await hears(`hosts the channel ${channelName}`, supergroup.id);
  });
});
