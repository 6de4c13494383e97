import type { RemoteFile } from "../../../lambda-src/chat/model";
import { botApi } from "../../../lambda-src/telegram/bot-api";
import { type Deadlines, defaultDeadlines } from "../../../lambda-src/telegram/deadlines";
import { hostFiles } from "../../../lambda-src/telegram/host-files";
import {
  type Answer,
  type BotApiStandIn,
  botToken,
  late,
  memoryFiles,
  outcomeOf,
  plenty,
  refusal,
  startBotApiStandIn,
} from "./bot-api-stand-in";

let api: BotApiStandIn;
beforeEach(async () => {
  api = await startBotApiStandIn();
});
afterEach(() => api.close());

const remote: RemoteFile = {
  type: "remote file",
  source: "BQACAgIAAx-id",
  fileKey: "fresh-key",
  fileName: "Prices.pdf",
  fileType: "application/pdf",
  fileSize: 4,
};
const found = (result: object): Answer => ({
  json: { ok: true, result: { file_id: remote.source, ...result } },
});
const atPath = found({ file_path: "documents/file_1.pdf", file_size: 4 });

const short: Deadlines = {
  ...defaultDeadlines,
  text: { most: 300, least: 100 },
  download: { most: 300, least: 100 },
};

/** Copies a file with these answers to `getFile` and to the download. */
async function copy(getFile: Answer, download: Answer, timeLeft = plenty, file = remote) {
  api.answer = ({ method }) => (method === "file" ? download : getFile);
  const stored: Record<string, Uint8Array> = {};
  const files = memoryFiles(stored);
  const copier = hostFiles(botApi(api.url, { get: async () => botToken }), files, short);
  return { outcome: await outcomeOf(copier.copy(file, timeLeft)), stored, types: files.types };
}

const unavailable = { name: "HostUnavailable", details: { ambiguous: false }, message: expect.any(String) };
const attention = { ...unavailable, details: { ambiguous: false, needsAttention: true } };
const refused = { name: "HostRefused", reason: "refused", message: expect.any(String) };
const tooLarge = { ...refused, reason: "too large" };

describe("a file of Telegram", () => {
  it("is copied under its key, with its type, and its real size is returned", async () => {
    const bytes = Buffer.from([0, 255, 1, 2, 3]);

    const { outcome, stored, types } = await copy(atPath, { body: bytes });

    expect(outcome).toEqual({ returned: 5 });
    expect(Object.keys(stored)).toEqual(["fresh-key"]);
    expect(Buffer.compare(bytes, stored["fresh-key"] ?? Buffer.alloc(0))).toBe(0);
    expect(types).toEqual({ "fresh-key": "application/pdf" });
    expect(api.received[0]?.body).toContain(remote.source);
  });

  it("is copied without its type if the type is not a valid header value", async () => {
    const { types } = await copy(atPath, { body: "%PDF" }, plenty, { ...remote, fileType: "тип/файл" });

    expect(types).toEqual({ "fresh-key": "application/octet-stream" });
  });

  const content: Answer = { body: "%PDF" };
  it.each<[string, Answer, Answer, object]>([
    ["Telegram reports that it is too big", refusal(400, "Bad Request: file is too big"), content, tooLarge],
    ["Telegram reports more than 20 MB", found({ file_path: "a", file_size: 20_971_521 }), content, tooLarge],
    ["its id is not known", refusal(400, "Bad Request: invalid file_id"), content, refused],
    ["it no longer exists", atPath, refusal(404, "Not Found"), refused],
    [
      "it cannot be read for a while",
      refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
      content,
      attention,
    ],
    ["it has no path", found({}), content, attention],
    ["the token is wrong", refusal(401, "Unauthorized"), content, attention],
    ["the API root is wrong", refusal(404, "Not Found"), content, attention],
    ["Telegram has a fault", refusal(500, "Internal Server Error"), content, unavailable],
    ["a proxy answers the download", atPath, { status: 502, body: "<html>" }, attention],
    ["a proxy has no such page", atPath, { status: 404, body: "<html>" }, attention],
    ["the request for its path is cut", (response) => response.destroy(), content, unavailable],
    ["the download is cut", atPath, (response) => response.destroy(), unavailable],
    ["the download is too slow", atPath, late(1_000, { json: {} }), unavailable],
  ])("is not copied if %s", async (_case, getFile, download, expected) => {
    const { outcome, stored } = await copy(getFile, download);

    expect(outcome).toEqual(expected);
    expect(JSON.stringify(outcome)).not.toContain(botToken);
    expect(stored).toEqual({});
  });

  it("is retried after the wait that Telegram requests", async () => {
    const { outcome } = await copy(refusal(429, "Too Many Requests", { retry_after: 2.5 }), content);

    expect(outcome).toMatchObject({ details: { ambiguous: false, retryAfterMilliseconds: 2_500 } });
  });

  it("is not requested if too little time is left", async () => {
    const { outcome } = await copy(atPath, content, () => 1_050);

    expect(outcome).toEqual(unavailable);
    expect(api.received).toEqual([]);
  });
});
