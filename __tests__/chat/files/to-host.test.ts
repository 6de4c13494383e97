import type { Message } from "@grammyjs/types";
import { aWhile, eventually } from "../../../checks/harness/eventually";
import { FaultProxy } from "../../../checks/harness/fault-proxy";
import { type Host, KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { jpeg, png } from "../../../packages/bot-api-server/__tests__/pictures";
import { deleteFile } from "../../support/delete-file";
import { fileFrame, pdf, sendFile, upload } from "../../support/visitor-file";

interface Call {
  readonly method: string;
  /** The way in which Telegram received the file. */
  readonly by: "url" | "upload";
}

let proxy: FaultProxy;
let run: KiteRun;
let calls: Call[];

beforeAll(async () => {
  proxy = await FaultProxy.start();
  run = await KiteRun.start({ environment: { FRAME_BURST: "1000" } }, proxy);
});
afterAll(async () => {
  await run.close();
  await proxy.close();
});

beforeEach(() => {
  calls = [];
  proxy.behave = note;
});

function note({ path, headers }: { readonly path: string; readonly headers: object }): "pass" {
  const method = path.split("/").at(-1) ?? "";
  const isUpload = /multipart/.test(String((headers as Record<string, unknown>)["content-type"]));
  if (/^send(Photo|Document|Video)$/.test(method)) {
    calls.push({ method, by: isUpload ? "upload" : "url" });
  }
  return "pass";
}

const fileOf = (it: Message) => it.photo?.at(-1) ?? it.video ?? it.document;
const hostGetsFile = (host: Host) => eventually("the host gets a file", () => host.heard.find(fileOf));

describe("a visitor's file reaches the host", () => {
  const gif = Buffer.from("GIF89a\x05\x00\x02\x00 and so on", "latin1");
  const webp = Buffer.from("RIFF\x04\x00\x00\x00WEBP and so on", "latin1");
  const large = (bytes: Buffer, size: number) => Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
  it.each([
    ["a PNG", "a.png", "image/png", png(), [{ method: "sendPhoto", by: "url" }], "photo"],
    ["a JPEG", "a.jpg", "image/jpeg", jpeg(), [{ method: "sendPhoto", by: "url" }], "photo"],
    [
      "a PDF",
      "a.pdf",
      "application/pdf",
      Buffer.from("%PDF"),
      [{ method: "sendDocument", by: "url" }],
      "document",
    ],
    [
      "a ZIP",
      "a.zip",
      "application/zip",
      Buffer.from("PK"),
      [{ method: "sendDocument", by: "url" }],
      "document",
    ],
    ["a GIF", "a.gif", "image/gif", gif, [{ method: "sendDocument", by: "url" }], "document"],
    ["a video", "a.mp4", "video/mp4", Buffer.from("mp4"), [{ method: "sendVideo", by: "url" }], "video"],
    ["a WebP", "a.webp", "image/webp", webp, [{ method: "sendDocument", by: "upload" }], "document"],
    [
      "a ZIP with the type that Windows uses",
      "a.zip",
      "application/x-zip-compressed",
      Buffer.from("PK"),
      [{ method: "sendDocument", by: "upload" }],
      "document",
    ],
    [
      "a JPEG too large for a photo by URL",
      "a.jpg",
      "image/jpeg",
      large(jpeg(), 5_100_000),
      [{ method: "sendDocument", by: "upload" }],
      "document",
    ],
    [
      "a PDF too large for a document by URL",
      "a.pdf",
      "application/pdf",
      large(Buffer.from("%PDF"), 20_500_000),
      [{ method: "sendDocument", by: "upload" }],
      "document",
    ],
  ] as const)(
    "by the method for its type and size: %s",
    async (_what, fileName, fileType, bytes, expectedCalls, kind) => {
      const host = await run.host();
      const visitor = await run.visitor(host, "Ada");

      const ack = await sendFile(visitor, "1", { fileName, fileType, bytes });

      const post = await hostGetsFile(host);
      expect(ack).toMatchObject({ 0: "ACK", 1: "1" });
      expect(calls).toEqual(expectedCalls);
      expect(post).toMatchObject({ [kind]: {}, caption: expect.stringMatching(/^#\w+ Ada$/) });
      expect(post.caption_entities).toMatchObject([{ type: "hashtag", offset: 0 }]);
      const kept = run.telegram.files.tryFindById(fileOf(post)?.file_id);
      expect(Buffer.compare(kept?.bytes ?? Buffer.alloc(0), bytes)).toBe(0);
      if (kind === "document") {
        expect(post.document?.file_name).toBe(fileName);
      }
    },
  );

  it.each([
    ["not an image", Buffer.from("<html>")],
    ["too wide for its height", png(64, 2)],
  ])("as a document if the photo is %s", async (_what, bytes) => {
    const host = await run.host();
    const visitor = await run.visitor(host);

    await sendFile(visitor, "1", { fileName: "a.png", fileType: "image/png", bytes });

    expect((await hostGetsFile(host)).document).toMatchObject({ file_name: "a.png" });
    expect(calls).toEqual([
      { method: "sendPhoto", by: "url" },
      { method: "sendPhoto", by: "upload" },
      { method: "sendDocument", by: "upload" },
    ]);
    expect(visitor.unread).toEqual([]);
  });

  it.each([
    ["a name; with a semicolon.webp", "a name_ with a semicolon.webp"],
    ["a.webp;name=chat_id", "a.webp_name=chat_id"],
    ['"quoted".webp', "_quoted_.webp"],
    ["Grüße 🙂 100%25 it's.webp", "Grüße 🙂 100%25 it's.webp"],
  ])("by upload: the name %s arrives as %s", async (fileName, shown) => {
    const host = await run.host();
    const visitor = await run.visitor(host);

    await sendFile(visitor, "1", { fileName, fileType: "image/webp", bytes: webp });

    expect((await hostGetsFile(host)).document?.file_name).toBe(shown);
    expect(calls).toEqual([{ method: "sendDocument", by: "upload" }]);
  });

  it("by upload if Telegram cannot fetch the URL", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    proxy.behave = (request) => {
      note(request);
      const description = "Bad Request: failed to get HTTP URL content";
      return calls.at(-1)?.by === "url"
        ? { status: 400, body: { ok: false, error_code: 400, description } }
        : "pass";
    };

    await sendFile(visitor, "1", pdf);

    expect((await hostGetsFile(host)).document?.file_name).toBe("bill.pdf");
    expect(calls).toEqual([
      { method: "sendDocument", by: "url" },
      { method: "sendDocument", by: "upload" },
    ]);
  });
});

describe("a file among texts", () => {
  it("keeps its place, even if Telegram answers 429 to the file", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host, "Ada");
    let refusals = 2;
    proxy.behave = ({ path }) => {
      if (!path.endsWith("/sendDocument") || refusals === 0) {
        return "pass";
      }
      refusals -= 1;
      const description = "Too Many Requests: retry after 1";
      return {
        status: 429,
        body: { ok: false, error_code: 429, description, parameters: { retry_after: 1 } },
      };
    };

    await visitor.ask(["TXT", "1", "Before the file", nextTimestamp()]);
    await sendFile(visitor, "2", pdf);
    await visitor.ask(["TXT", "3", "After the file", nextTimestamp()]);

    await host.hears("After the file");
    await aWhile(500);
    const told = host.heard.map((it) => it.document?.file_name ?? it.text?.split("\n")[1]).filter(Boolean);
    expect(told.slice(-3)).toEqual(["Before the file", "bill.pdf", "After the file"]);
    expect(told.filter((it) => it === "Before the file" || it === "bill.pdf")).toHaveLength(2);
    expect(refusals).toBe(0);
  });

  it("does not block later texts if the file is deleted before its delivery, and the visitor is notified", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host, "Ada");
    proxy.behave = () => "cut";
    const url = await upload(visitor, pdf);
    await visitor.ask(fileFrame("1", url, pdf));
    await visitor.ask(["TXT", "2", "After the file", nextTimestamp()]);
    await deleteFile(run.server, url);

    proxy.heal();

    await host.hears("After the file");
    expect(host.heard.filter(fileOf)).toEqual([]);
    expect(await visitor.next()).toEqual(["ERR", expect.stringContaining("not delivered"), 404]);
  });
});
