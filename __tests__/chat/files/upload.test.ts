import { ManualClock } from "@kite-chat/stack-server";
import { KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { askForUpload, pdf, put } from "../../support/visitor-file";

const mebibyte = 1024 * 1024;

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start({ environment: { FRAME_BURST: "1000" } });
});
afterAll(() => run.close());

describe("UPL", () => {
  it("returns an upload URL, and a public URL that ends in the file name", async () => {
    const visitor = await run.visitor(await run.host());

    const answer = await visitor.ask(["UPL", "m-1", "my bill.pdf", "application/pdf", 9, nextTimestamp()]);

    const base = `${run.server.url}/dev/files/`.replaceAll(".", "\\.");
    expect(answer).toEqual([
      "UPL",
      "m-1",
      expect.stringMatching(new RegExp(`^${base}[A-Za-z0-9_-]{40,}/my%20bill\\.pdf$`)),
      expect.stringMatching(
        /^http.*[?&]X-Amz-Expires=3600&.*X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost/,
      ),
    ]);
  });

  it("returns a new URL for each request, even if two requests are equal", async () => {
    const visitor = await run.visitor(await run.host());

    const [one, other] = [await askForUpload(visitor, pdf), await askForUpload(visitor, pdf)];

    expect(one.canonicalUri).not.toBe(other.canonicalUri);
  });

  it.each([
    ["application/pdf", 20 * mebibyte],
    ["application/zip", 20 * mebibyte],
    ["application/x-zip-compressed", 20 * mebibyte],
    ["image/webp", 20 * mebibyte],
    ["image/gif", 20 * mebibyte],
    ["video/mp4", 20 * mebibyte],
    ["image/jpeg", 5 * mebibyte],
    ["image/png", 5 * mebibyte],
  ])("accepts %s of up to %i bytes, and rejects one byte more", async (fileType, most) => {
    const visitor = await run.visitor(await run.host());

    const fits = await visitor.ask(["UPL", "1", "a", fileType, most, nextTimestamp()]);
    const tooLarge = await visitor.ask(["UPL", "2", "a", fileType, most + 1, nextTimestamp()]);

    expect(fits).toEqual(["UPL", "1", expect.any(String), expect.any(String)]);
    expect(tooLarge).toEqual([
      "ERR",
      expect.stringMatching(/^Your file is too large\. The limit for .* is \d+ MB\.$/),
      413,
    ]);
  });

  it.each([
    ["fileName", ["UPL", "1", "", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "../a.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "a\\b.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "..", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "a\nb.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "\ud800.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", "n".repeat(129), "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileName", ["UPL", "1", 7, "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["UPL", "1", "a.html", "text/html", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["UPL", "1", "a.svg", "image/svg+xml", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["UPL", "1", "a.png", "IMAGE/PNG", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["UPL", "1", "a.png", "toString", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["UPL", "1", "a.png", null, 1, "2026-01-31T12:00:00Z"]],
    ["fileSize", ["UPL", "1", "a.png", "image/png", 0, "2026-01-31T12:00:00Z"]],
    ["fileSize", ["UPL", "1", "a.png", "image/png", -1, "2026-01-31T12:00:00Z"]],
    ["fileSize", ["UPL", "1", "a.png", "image/png", 1.5, "2026-01-31T12:00:00Z"]],
    ["fileSize", ["UPL", "1", "a.png", "image/png", "1", "2026-01-31T12:00:00Z"]],
    ["timestamp", ["UPL", "1", "a.png", "image/png", 1]],
    ["timestamp", ["UPL", "1", "a.png", "image/png", 1, "yesterday"]],
    ["messageId", ["UPL", "a b", "a.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["url", ["BIN", "1", 7, "a.png", "image/png", 1, "2026-01-31T12:00:00Z"]],
    ["fileType", ["BIN", "1", "http://a", "a.html", "text/html", 1, "2026-01-31T12:00:00Z"]],
  ])("reports %s as the invalid field in %j", async (field, frame) => {
    const visitor = await run.visitor(await run.host());

    expect(await visitor.ask(frame)).toEqual(["ERR", expect.stringMatching(new RegExp(`^${field}: `)), 400]);
  });
});

describe("the upload URL", () => {
  const bytes = Buffer.from(pdf.bytes);

  it("accepts the requested type and length", async () => {
    const visitor = await run.visitor(await run.host());
    const { uploadUri } = await askForUpload(visitor, pdf);

    expect((await put(uploadUri, bytes, "application/pdf")).status).toBe(200);
  });

  it.each([
    ["another type", (uri: string) => put(uri, bytes, "text/html")],
    ["no type", (uri: string) => fetch(uri, { method: "PUT", body: new Uint8Array(bytes) })],
    ["one byte more", (uri: string) => put(uri, Buffer.concat([bytes, Buffer.of(0)]), "application/pdf")],
    ["one byte less", (uri: string) => put(uri, bytes.subarray(1), "application/pdf")],
    ["nothing", (uri: string) => put(uri, Buffer.alloc(0), "application/pdf")],
    ["no signature", (uri: string) => put(uri.split("?")[0] ?? "", bytes, "application/pdf")],
    ["another key", (uri: string) => put(uri.replace("/files/", "/files/x"), bytes, "application/pdf")],
    [
      "a longer lifetime",
      (uri: string) => put(uri.replace("X-Amz-Expires=3600", "X-Amz-Expires=9999"), bytes, "application/pdf"),
    ],
    ["a client that reads", (uri: string) => fetch(uri)],
    ["a client that deletes", (uri: string) => fetch(uri, { method: "DELETE" })],
  ])("rejects %s, and no file is stored", async (_case, send) => {
    const visitor = await run.visitor(await run.host());
    const { canonicalUri, uploadUri } = await askForUpload(visitor, pdf);

    const { status } = await send(uploadUri);

    expect(status).toBe(403);
    expect((await fetch(canonicalUri)).status).toBe(404);
  });
});

it("an upload URL accepts an upload within an hour, and rejects a later one", async () => {
  const clock = new ManualClock(Date.now());
  const slow = await KiteRun.start({ clock });
  try {
    const visitor = await slow.visitor(await slow.host());
    const { uploadUri } = await askForUpload(visitor, pdf);

    await clock.advance(59 * 60_000);
    const inTime = await put(uploadUri, pdf.bytes, pdf.fileType);
    await clock.advance(2 * 60_000);
    const tooLate = await put(uploadUri, pdf.bytes, pdf.fileType);

    expect([inTime.status, tooLate.status]).toEqual([200, 403]);
    expect(await tooLate.text()).toContain("Request has expired");
  } finally {
    await slow.close();
  }
});
