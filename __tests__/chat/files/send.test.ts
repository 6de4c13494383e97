import { rawPath } from "@kite-chat/stack-server";
import fc from "fast-check";
import { aWhile, eventually } from "../../../checks/harness/eventually";
import { KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import { askForUpload, fileFrame, pdf, sendFile, upload, type VisitorFile } from "../../support/visitor-file";

let run: KiteRun;
beforeAll(async () => {
  run = await KiteRun.start({ environment: { FRAME_BURST: "1000" } });
});
afterAll(() => run.close());

describe("BIN", () => {
  it("is acknowledged, and reaches the host with the visitor's tag and name", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host, "Ada Lovelace");

    const ack = await sendFile(visitor, "m-1", pdf);

    expect(ack).toEqual(["ACK", "m-1", expect.stringMatching(/^[\w-]{1,64}$/), expect.stringMatching(/Z$/)]);
    const post = await eventually("the host gets the file", () => host.heard.find((it) => it.document));
    expect(post.caption).toMatch(/^#[a-z]\w* Ada Lovelace$/);
    expect(post.document).toMatchObject({ file_name: "bill.pdf", file_size: pdf.bytes.length });
  });

  it("answers a repeated messageId with the same ACK, and reaches the host once", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const frame = fileFrame("m-1", await upload(visitor, pdf), pdf);

    const [first, second] = [await visitor.ask(frame), await visitor.ask(frame)];

    expect(second).toEqual(first);
    await eventually("the host gets the file", () => host.heard.find((it) => it.document));
    await aWhile();
    expect(host.heard.filter((it) => it.document)).toHaveLength(1);
  });

  it("has the tag in its caption, and the host's reply reaches the visitor", async () => {
    const host = await run.host();
    const [ada, eve] = [await run.visitor(host, "Ada"), await run.visitor(host, "Eve")];
    await sendFile(ada, "1", pdf);
    const post = await eventually("the host gets the file", () => host.heard.find((it) => it.document));
    await eve.ask(["TXT", "1", "Eve wrote last", nextTimestamp()]);
    await host.hears("Eve wrote last");

    host.say("Got it", post);

    expect(await ada.next()).toMatchObject({ 0: "TXT", 2: "Got it" });
    expect(eve.unread).toEqual([]);
  });

  type Change = (file: VisitorFile, url: string) => readonly [url: string, file: VisitorFile];
  it.each<[string, Change]>([
    ["another name", (file, url) => [url, { ...file, fileName: "other.pdf" }]],
    [
      "another name, in both places",
      (file, url) => [url.replace("bill.pdf", "x.pdf"), { ...file, fileName: "x.pdf" }],
    ],
    ["another type", (file, url) => [url, { ...file, fileType: "application/zip" }]],
    ["another size", (file, url) => [url, { ...file, bytes: Buffer.alloc(3) }]],
    [
      "another key",
      (file, url) => [url.replace(/files\/(.)/, (_, first) => `files/${first === "_" ? "a" : "_"}`), file],
    ],
    ["a key cut short", (file, url) => [url.replace(/.\/bill/, "/bill"), file]],
    ["another server", (file, url) => [url.replace(/^http:\/\/[^/]+/, "https://example.org"), file]],
    ["a longer path", (file, url) => [url.replace("/files/", "/files/../files/"), file]],
    ["a query", (file, url) => [`${url}?x=1`, file]],
    ["a broken encoding", (file, url) => [url.replace("bill", "%ff"), file]],
    ["no URL at all", (file) => ["", file]],
    ["a javascript: URL", (file) => ["javascript:alert(1)", file]],
  ])("with %s is rejected with 403", async (_case, change) => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    const [url, file] = change(pdf, await upload(visitor, pdf));

    const answer = await visitor.ask(fileFrame("1", url, file));

    expect(answer).toEqual([
      "ERR",
      expect.stringMatching(/^You can send only a file that you uploaded here/),
      403,
    ]);
    expect(await visitor.ask(["HIS", 10, null])).toEqual(["HIS", []]);
  });

  it("with the URL of another member is rejected with 403, in the same channel and in another channel", async () => {
    const [host, elsewhere] = [await run.host(), await run.host()];
    const owner = await run.visitor(host);
    const url = await upload(owner, pdf);
    const [neighbour, namesake] = [
      await run.visitor(host),
      await run.visitor(elsewhere, "Ada", owner.memberId),
    ];

    const answers = [
      await neighbour.ask(fileFrame("1", url, pdf)),
      await namesake.ask(fileFrame("1", url, pdf)),
      await owner.ask(fileFrame("1", url, pdf)),
    ];

    expect(answers).toEqual([
      ["ERR", expect.stringMatching(/^You can send only a file that you uploaded here/), 403],
      ["ERR", expect.stringMatching(/^You can send only a file that you uploaded here/), 403],
      ["ACK", "1", expect.any(String), expect.any(String)],
    ]);
  });

  it("is rejected with 409 before the upload, and accepted after it", async () => {
    const visitor = await run.visitor(await run.host());
    const { canonicalUri, uploadUri } = await askForUpload(visitor, pdf);

    const early = await visitor.ask(fileFrame("1", canonicalUri, pdf));
    await fetch(uploadUri, {
      method: "PUT",
      headers: { "content-type": pdf.fileType },
      body: Buffer.from(pdf.bytes),
    });
    const late = await visitor.ask(fileFrame("1", canonicalUri, pdf));

    expect(early).toEqual(["ERR", expect.stringContaining("not arrived yet"), 409]);
    expect(late).toMatchObject({ 0: "ACK", 1: "1" });
  });
});

describe("a file's name", () => {
  const special = fc.constantFrom(
    ..." %+'\"*()~&=;,:@!$?#ä日🙂é%20%2F".split(/(?<=%..)|/u).filter((it) => !"/\\".includes(it)),
  );
  const character = fc.oneof(special, fc.string({ unit: "binary", minLength: 1, maxLength: 1 }));
  const fileName = fc
    .array(character, { minLength: 1, maxLength: 40 })
    .map((characters) => characters.join("").replace(/[/\\\p{Cc}\p{Cs}]/gu, "_"))
    .filter((name) => name !== "." && name !== "..");

  it("is unchanged in the URL, in the history and in the download, regardless of its characters", async () => {
    const host = await run.host();
    const visitor = await run.visitor(host);
    let sent = 0;

    await fc.assert(
      fc.asyncProperty(fileName, async (name) => {
        sent += 1;
        const file = { ...pdf, fileName: name };
        const url = await upload(visitor, file);
        const ack = await visitor.ask(fileFrame(`m-${sent}`, url, file));
        const history = await visitor.ask(["HIS", 1, null]);
        const download = await fetch(url);

        expect(rawPath(new URL(url).pathname)?.split("/").at(-1)).toBe(name);
        expect(ack).toMatchObject({ 0: "ACK", 1: `m-${sent}` });
        expect(history).toEqual([
          "HIS",
          [["out", ["BIN", `m-${sent}`, url, name, ...Array(3).fill(expect.anything())]]],
        ]);
        expect(download.status).toBe(200);
        expect(nameOf(download.headers.get("content-disposition"))).toBe(name);
      }),
      { numRuns: 40 },
    );
  });

  it.each(["100%25 sure.pdf", "it's (1)*.pdf", "a+b c.pdf", "Grüße 🙂.pdf", 'q"uote.pdf', "what?#.pdf"])(
    "reaches the host as %s",
    async (name) => {
      const host = await run.host();
      const visitor = await run.visitor(host);

      await sendFile(visitor, "1", { ...pdf, fileName: name });

      const post = await eventually("the host gets the file", () => host.heard.find((it) => it.document));
      expect(post.document?.file_name).toBe(name);
    },
  );

  it("may have 128 characters, each of any number of bytes", async () => {
    const visitor = await run.visitor(await run.host());
    const file = { fileName: "🙂".repeat(128), fileType: "image/png", bytes: png() };

    const url = await upload(visitor, file);

    expect(await visitor.ask(fileFrame("1", url, file))).toMatchObject({ 0: "ACK" });
    expect((await fetch(url)).status).toBe(200);
  });
});

/** Reads the name from a header, which must have the form of RFC 6266 and RFC 8187. */
function nameOf(header: string | null): string | undefined {
  const match = /^(?:inline|attachment); filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-F]{2})+)$/.exec(
    header ?? "",
  );
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}
