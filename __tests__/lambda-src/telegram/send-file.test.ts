import { type AddressInfo, createServer } from "node:net";
import type { FileContent } from "../../../lambda-src/chat/model";
import { botApi } from "../../../lambda-src/telegram/bot-api";
import { type Deadlines, defaultDeadlines } from "../../../lambda-src/telegram/deadlines";
import { telegramMessenger } from "../../../lambda-src/telegram/telegram-messenger";
import {
  type BotApiStandIn,
  botToken,
  late,
  memoryFiles,
  memoryLog,
  outcomeOf,
  plenty,
  refusal,
  sent,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeEach(async () => {
  api = await startBotApiStandIn();
});
afterEach(() => api.close());

const bytes = Buffer.from("the very bytes");
const video: FileContent = {
  type: "file",
  fileKey: "key",
  fileName: "tour.mp4",
  fileType: "video/mp4",
  fileSize: bytes.length,
};
const photo: FileContent = { ...video, fileName: "photo.jpg", fileType: "image/jpeg" };
const picture: FileContent = { ...video, fileName: "picture.webp", fileType: "image/webp" };

/** A fortieth of the real deadlines, so that a test does not take half a minute. */
const scaled: Deadlines = {
  ...defaultDeadlines,
  byUrl: { most: 500, least: 250 },
  upload: () => ({ most: 600, least: 300 }),
};

function post(file: FileContent, timeLeft = plenty, stored: Record<string, Uint8Array> = { key: bytes }) {
  const bot = botApi(api.url, { get: async () => botToken });
  const messenger = telegramMessenger(bot, memoryFiles(stored), memoryLog(), scaled);
  return outcomeOf(messenger.post("-1", { text: "#tag Ada", file, settles: [] }, timeLeft));
}

/** Returns the called methods, and whether each uploaded the file. */
const calls = () =>
  api.received.map(
    ({ method, contentType }) => `${method} ${contentType.startsWith("multipart/") ? "upload" : "by URL"}`,
  );

const ambiguous = { name: "HostUnavailable", details: { ambiguous: true } };
const answered = { json: { ok: true, result: { message_id: 7 } } };
const cannotFetch = refusal(400, "Bad Request: failed to get HTTP URL content");

describe("a file that is posted by URL", () => {
  it("returns the id of its message", async () => {
    api.answer = () => sent(4711);

    expect(await post(video)).toEqual({ returned: 4711 });
    expect(calls()).toEqual(["sendVideo by URL"]);
    expect(api.received[0]?.body).toContain("https://example.org/files/key/tour.mp4");
  });

  // Once, a video with slow responses was posted seven times in three minutes.
  it("is posted once, even if Telegram uses the whole deadline", async () => {
    api.answer = () => late((9_000 / defaultDeadlines.byUrl.most) * scaled.byUrl.most, answered);

    expect(await post(video)).toEqual({ returned: 7 });
    expect(calls()).toEqual(["sendVideo by URL"]);
  });

  it("is posted once in an attempt, and the attempt is ambiguous if the response is late", async () => {
    api.answer = () => late(2_000, answered);

    expect(await post(video)).toEqual({ ...ambiguous, message: expect.any(String) });
    expect(calls()).toEqual(["sendVideo by URL"]);
  });

  it.each<[string, BotApiStandIn["answer"]]>([
    ["the connection is cut", () => (response) => response.destroy()],
    ["a proxy responds", () => ({ status: 504, body: "<html>" })],
    ["Telegram responds with an error", () => refusal(500, "Internal Server Error")],
    ["Telegram requests a wait", () => refusal(429, "Too Many Requests", { retry_after: 3 })],
    ["rights are missing", () => refusal(400, "Bad Request: not enough rights to send videos to the chat")],
    ["the bot was kicked", () => refusal(403, "Forbidden: bot was kicked from the group chat")],
    ["the chat has moved", () => refusal(400, "Bad Request: moved", { migrate_to_chat_id: -100 })],
  ])("is not uploaded afterwards if %s", async (_case, answer) => {
    api.answer = answer;

    expect(await post(video)).not.toHaveProperty("returned");
    expect(calls()).toEqual(["sendVideo by URL"]);
  });

  it.each<[string, FileContent, string]>([
    ["a video", video, "sendVideo"],
    ["a photo", photo, "sendPhoto"],
  ])("is uploaded if Telegram rejects the URL of %s", async (_case, file, method) => {
    api.answer = ({ contentType }) => (contentType.startsWith("multipart/") ? sent(8) : cannotFetch);

    expect(await post(file)).toEqual({ returned: 8 });
    expect(calls()).toEqual([`${method} by URL`, `${method} upload`]);
    expect(api.received[1]?.body).toContain(bytes.toString());
  });

  it("is not sent if too little time is left", async () => {
    const outcome = await post(video, () => 1_200);

    expect(outcome).toMatchObject({ name: "HostUnavailable", details: { ambiguous: false } });
    expect(calls()).toEqual([]);
  });

  it("is not uploaded if too little time is left after the rejection", async () => {
    let left = 45_000;
    api.answer = () => {
      left = 1_200;
      return cannotFetch;
    };

    const outcome = await post(video, () => left);

    expect(outcome).toMatchObject({ name: "HostUnavailable", details: { ambiguous: false } });
    expect(calls()).toEqual(["sendVideo by URL"]);
  });
});

describe("an upload", () => {
  it("is sent as a document if Telegram does not accept the file as a photo", async () => {
    api.answer = ({ method }) =>
      method === "sendPhoto" ? refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") : sent(9);

    expect(await post(photo)).toEqual({ returned: 9 });
    expect(calls()).toEqual(["sendPhoto by URL", "sendPhoto upload", "sendDocument upload"]);
  });

  it("is sent once in an attempt if the response is late", async () => {
    api.answer = () => late(2_000, answered);

    expect(await post(picture)).toEqual({ ...ambiguous, message: expect.any(String) });
    expect(calls()).toEqual(["sendDocument upload"]);
  });

  it("is ambiguous if the connection breaks during its body", async () => {
    const cutting = createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.resetAndDestroy());
    });
    await new Promise<void>((resolve) => cutting.listen(0, "127.0.0.1", resolve));
    const { port } = cutting.address() as AddressInfo;
    const bot = botApi(`http://127.0.0.1:${port}`, { get: async () => botToken });
    const messenger = telegramMessenger(bot, memoryFiles({ key: new Uint8Array(20_000_000) }), memoryLog());

    const outcome = await outcomeOf(messenger.post("-1", { text: "", file: picture, settles: [] }, plenty));

    expect(outcome).toEqual({ ...ambiguous, message: expect.any(String) });
    await new Promise((resolve) => cutting.close(resolve));
  });

  it("of a deleted file is rejected without a call", async () => {
    expect(await post(picture, plenty, {})).toMatchObject({ name: "HostRefused", reason: "refused" });
    expect(calls()).toEqual([]);
  });

  it.each([
    [0, 8_000],
    [5_000_000, 13_000],
    [20_971_520, 25_000],
    [1e12, 25_000],
  ])("of %i bytes has a deadline of %i ms", (size, most) => {
    expect(defaultDeadlines.upload(size).most).toBe(most);
  });
});
