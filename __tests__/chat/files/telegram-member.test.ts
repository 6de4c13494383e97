import { eventually } from "../../../checks/harness/eventually";
import { type Host, KiteRun } from "../../../checks/harness/kite-run";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

/** Creates a person who has joined a channel from a private chat. */
async function member(host: Host) {
  const user = run.telegram.createUser("Mia");
  const chat = run.telegram.createPrivateChat(user);
  run.telegram.say(chat.id, user.id, `/join ${host.channelName}`);
  const heard = () => run.telegram.messages(chat.id).filter(({ from }) => from?.is_bot);
  await eventually("the member has joined", () => heard().find((it) => it.text?.includes("You have joined")));
  return { chatId: chat.id, userId: user.id, heard };
}

describe("a member in Telegram", () => {
  it("sends a photo with a caption, and receives a document from the host", async () => {
    const host = await run.host();
    const mia = await member(host);

    run.telegram.sendFile(mia.chatId, mia.userId, { kind: "photo", bytes: png(), caption: "Broken, look" });

    const photo = await eventually("the host gets the photo", () => host.heard.find((it) => it.photo));
    const caption = await host.hears("Broken, look");
    expect(photo.caption).toMatch(/^#\w+ Mia$/);
    expect(photo.message_id).toBeLessThan(caption.message_id);
    expect(run.telegram.files.tryFindById(photo.photo?.at(-1)?.file_id)?.bytes).toEqual(
      new Uint8Array(png()),
    );

    const file = {
      kind: "document",
      bytes: Buffer.from("%PDF"),
      fileName: "fix.pdf",
      mimeType: "application/pdf",
    } as const;
    run.telegram.sendFile(
      host.chatId,
      host.userId,
      { ...file, caption: "Do this" },
      { replyTo: photo.message_id },
    );

    const answer = await eventually("the member gets it", () => mia.heard().find((it) => it.document));
    const words = await eventually("and the words", () => mia.heard().find((it) => it.text === "Do this"));
    expect(answer.document?.file_name).toBe("fix.pdf");
    expect(answer.message_id).toBeLessThan(words.message_id);
  });

  it("sends voice messages and stickers in order", async () => {
    const host = await run.host();
    const mia = await member(host);
    const said = (text: string) => run.telegram.say(mia.chatId, mia.userId, text);

    for (let number = 1; number <= 4; number += 1) {
      said(`text ${number}`);
    }
    run.telegram.sendFile(mia.chatId, mia.userId, { kind: "voice", bytes: Buffer.from("ogg") });
    for (let number = 5; number <= 8; number += 1) {
      said(`text ${number}`);
    }
    run.telegram.sendFile(mia.chatId, mia.userId, { kind: "sticker", bytes: Buffer.from("RIFF") });

    await eventually("the host gets the last", () =>
      host.heard.find((it) => it.document?.file_name === "sticker.webp"),
    );
    const told = host.heard.flatMap((it) => it.document?.file_name ?? it.text?.match(/text \d/g) ?? []);
    expect(told).toEqual([
      ...[1, 2, 3, 4].map((number) => `text ${number}`),
      "voice.ogg",
      ...[5, 6, 7, 8].map((number) => `text ${number}`),
      "sticker.webp",
    ]);
  });

  it("is notified if a file is too large", async () => {
    const host = await run.host();
    const mia = await member(host);

    run.telegram.sendFile(mia.chatId, mia.userId, {
      kind: "video",
      bytes: Buffer.alloc(20 * 1024 * 1024 + 1),
    });

    await eventually("the member is notified", () =>
      mia.heard().find((it) => it.text?.includes("files of up to 20 MB")),
    );
    expect(host.heard.filter((it) => it.video ?? it.document)).toEqual([]);
  });
});
