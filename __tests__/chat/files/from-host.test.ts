import type { PersonFile } from "@kite-chat/bot-api-server";
import { rawPath } from "@kite-chat/stack-server";
import { eventually } from "../../../checks/harness/eventually";
import { type Host, type JoinedVisitor, KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { jpeg, png } from "../../../packages/bot-api-server/__tests__/pictures";
import { Cloud } from "../../support/cloud";
import { deleteFile } from "../../support/delete-file";
import { talk } from "../../support/talk";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start();
});
afterAll(() => run.close());

function send(host: Host, file: PersonFile, replyTo?: number) {
  return run.telegram.sendFile(host.chatId, host.userId, file, { replyTo });
}

const id = expect.stringMatching(/^[\w-]{1,64}$/);
const time = expect.stringMatching(/Z$/);

describe("a host's file reaches the visitor", () => {
  let host: Host;
  let visitor: JoinedVisitor;
  beforeAll(async () => {
    ({ host, visitor } = await talk(run));
  });

  const bytes = Buffer.from("the very bytes \0\xff", "latin1");
  it.each<[string, PersonFile, readonly [name: string, type: string]]>([
    [
      "a photo, in its largest size",
      { kind: "photo", bytes: jpeg(800, 600), thumbnail: jpeg(80, 60) },
      ["photo.jpg", "image/jpeg"],
    ],
    [
      "a document",
      { kind: "document", bytes, fileName: "Prices 2026.pdf", mimeType: "application/pdf" },
      ["Prices 2026.pdf", "application/pdf"],
    ],
    ["a document of no known type", { kind: "document", bytes }, ["file", "application/octet-stream"]],
    [
      "a document with an odd name",
      { kind: "document", bytes, fileName: "a/b\\..%2F'ö🙂\n.txt", mimeType: "text/plain" },
      ["a_b_..%2F'ö🙂_.txt", "text/plain"],
    ],
    ["a video", { kind: "video", bytes, fileName: "tour.mp4" }, ["tour.mp4", "video/mp4"]],
    ["a round video", { kind: "videoNote", bytes }, ["video.mp4", "video/mp4"]],
    ["a voice message", { kind: "voice", bytes }, ["voice.ogg", "audio/ogg"]],
    ["music", { kind: "audio", bytes, fileName: "song.mp3" }, ["song.mp3", "audio/mpeg"]],
    ["an animation", { kind: "animation", bytes, fileName: "cat.mp4" }, ["cat.mp4", "video/mp4"]],
    ["a sticker", { kind: "sticker", bytes }, ["sticker.webp", "image/webp"]],
    [
      "an animated sticker",
      { kind: "sticker", bytes, mimeType: "application/x-tgsticker" },
      ["sticker.tgs", "application/x-tgsticker"],
    ],
    ["a video sticker", { kind: "sticker", bytes, mimeType: "video/webm" }, ["sticker.webm", "video/webm"]],
  ])("as BIN: %s", async (_what, file, [fileName, fileType]) => {
    send(host, file);

    const frame = (await visitor.next()) as readonly string[];
    const url = frame[2] ?? "";
    expect(frame).toEqual(["BIN", id, expect.any(String), fileName, fileType, file.bytes.length, time]);
    expect(url.startsWith(`${run.server.url}/`)).toBe(true);
    expect(rawPath(new URL(url).pathname)).toBe(`/dev/files/${url.split("/")[5]}/${fileName}`);
    const hop = await fetch(url, { redirect: "manual" });
    expect(hop.status).toBe(302);
    expect(hop.headers.get("location")).toMatch(/X-Amz-Signature=/);
    const download = await fetch(hop.headers.get("location") ?? "");
    expect([download.status, download.headers.get("content-type")]).toEqual([200, fileType]);
    expect(Buffer.compare(Buffer.from(await download.arrayBuffer()), Buffer.from(file.bytes))).toBe(0);
  });

  it("with its caption after it, as a separate text", async () => {
    send(host, { kind: "photo", bytes: png(), caption: "This is the blue one" });

    const [photo, caption] = [await visitor.next(), await visitor.next()] as string[][];
    expect([photo?.[0], caption?.[0], caption?.[2]]).toEqual(["BIN", "TXT", "This is the blue one"]);
    expect(photo?.[1]).not.toBe(caption?.[1]);
    expect(await visitor.ask(["HIS", 2, null])).toEqual([
      "HIS",
      [
        ["in", photo],
        ["in", caption],
      ],
    ]);
  });

  it("if it replies to that visitor's message", async () => {
    const { host, visitor } = await talk(run);
    const question = await host.hears("Hello of Ada");
    const other = await run.visitor(host, "Eve");
    await other.ask(["TXT", "1", "Eve wrote last", nextTimestamp()]);
    await host.hears("Eve wrote last");

    send(host, { kind: "photo", bytes: png() }, question.message_id);

    expect(await visitor.next()).toMatchObject({ 0: "BIN" });
    expect(other.unread).toEqual([]);
  });

  it("after the next JOIN if the visitor was offline, with its caption last and a notice to the host", async () => {
    const { host, visitor } = await talk(run);
    await visitor.close();
    const cloud = new Cloud(run.server);
    await eventually("the socket is removed", async () => {
      const row = await cloud.member(host.channelName, visitor.memberId);
      return Object.keys((row?.sockets ?? {}) as object).length === 0;
    });
    cloud.close();
    send(host, {
      kind: "document",
      bytes: Buffer.from("%PDF"),
      fileName: "kept.pdf",
      caption: "Kept for you",
    });
    await host.hears(" is away");

    const back = await run.visitor(host, "Ada", visitor.memberId);

    const [file, caption] = [await back.next(), await back.next()] as string[][];
    expect([file?.[0], file?.[3], caption?.[0], caption?.[2]]).toEqual([
      "BIN",
      "kept.pdf",
      "TXT",
      "Kept for you",
    ]);
    expect(await (await fetch(file?.[2] ?? "")).text()).toBe("%PDF");
  });
});

describe("a file's link", () => {
  const key = "k".repeat(43);
  it.each([
    "/dev/files/short/a.pdf",
    `/dev/files/${key}`,
    `/dev/files/${key}/a/b.pdf`,
    `/dev/files/${key}%2Fa/b.pdf`,
    "/dev/files/..%2Ftg",
    `/dev/files/${"k".repeat(200)}/a.pdf`,
    "/dev/files/",
    "/dev/files",
    `/dev/files/${key.slice(1)}%00/a.pdf`,
  ])("is answered with 404 if it is malformed: %s", async (path) => {
    const response = await fetch(`${run.server.url}${path}`, { redirect: "manual" });

    expect(response.status).toBe(404);
    expect(response.headers.get("location")).toBeNull();
  });

  it("is answered with 404 if the file has expired", async () => {
    const { host, visitor } = await talk(run);
    send(host, { kind: "photo", bytes: png() });
    const url = ((await visitor.next()) as string[])[2] ?? "";
    await deleteFile(run.server, url);

    const response = await fetch(url);

    expect(response.status).toBe(404);
  });

  it("is never cached, although the file may be", async () => {
    const { host, visitor } = await talk(run);
    send(host, { kind: "photo", bytes: png() });
    const url = ((await visitor.next()) as string[])[2] ?? "";

    const response = await fetch(url, { redirect: "manual" });

    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(new URL(response.headers.get("location") ?? "").searchParams.get("X-Amz-Expires")).toBe("600");
  });
});
