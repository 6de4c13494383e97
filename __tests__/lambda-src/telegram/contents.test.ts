import fc from "fast-check";
import { contentsOf } from "../../../lambda-src/telegram/contents";
import type { FileUpdate, SentFile } from "../../../lambda-src/telegram/update";

const talk = {
  updateId: 1,
  chatId: "-1",
  chatIsPrivate: false,
  messageId: 2,
  senderName: "Grace",
  repliesTo: undefined,
  sentAt: "2026-01-31T12:00:00Z",
} as const;

function fileUpdate(file: Partial<SentFile> = {}, caption?: string): FileUpdate {
  const sentFile = {
    kind: "document" as const,
    fileId: "id-1",
    fileName: "a.pdf",
    fileType: "application/pdf",
    fileSize: 12,
    ...file,
  };
  return { kind: "file", ...talk, file: sentFile, caption };
}

describe("contentsOf", () => {
  it("returns a text unchanged", () => {
    expect(contentsOf({ kind: "text", ...talk, text: " Hi\n" })).toEqual([{ type: "text", text: " Hi\n" }]);
  });

  it("returns a file as a remote file that Telegram stores", () => {
    const remote = { type: "remote file", source: "id-1", fileName: "a.pdf", fileType: "application/pdf" };

    expect(contentsOf(fileUpdate())).toEqual([{ ...remote, fileSize: 12 }]);
    expect(contentsOf(fileUpdate({ fileSize: undefined }))).toEqual([{ ...remote, fileSize: 0 }]);
  });

  it("returns a caption as a text after the file, and omits an empty caption", () => {
    expect(contentsOf(fileUpdate({}, "The blue one"))).toEqual([
      expect.objectContaining({ type: "remote file" }),
      { type: "text", text: "The blue one" },
    ]);
    expect(contentsOf(fileUpdate({}, ""))).toHaveLength(1);
  });

  it.each([
    ["a/b\\..\n.txt", "a_b_.._.txt"],
    ["..", "file"],
    [".", "file"],
    ["", "file"],
    ["\ud800.pdf", "_.pdf"],
    [`${"x".repeat(200)}.pdf`, `${"x".repeat(124)}.pdf`],
  ])("converts the file name %j to a segment of a path", (fileName, expected) => {
    expect(contentsOf(fileUpdate({ fileName }))[0]).toMatchObject({ fileName: expected });
  });

  it.each([
    ["application/vnd.ms-excel", "application/vnd.ms-excel"],
    ["image/svg+xml", "image/svg+xml"],
    ["audio/ogg; codecs=opus", "audio/ogg"],
    ["тип/файл", "application/octet-stream"],
    ["text/plain\r\nx-amz-acl: public-read", "application/octet-stream"],
    ["text", "application/octet-stream"],
    ["a/b/c", "application/octet-stream"],
    ["", "application/octet-stream"],
    [`text/${"x".repeat(128)}`, "application/octet-stream"],
  ])("converts the media type %j to a valid header value: %s", (fileType, expected) => {
    expect(contentsOf(fileUpdate({ fileType }))[0]).toMatchObject({ fileType: expected });
  });

  it("converts any media type to type/subtype in ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (type, subtype) => {
        const [content] = contentsOf(fileUpdate({ fileType: `${type}/${subtype}` }));
        expect(content.type === "remote file" && content.fileType).toMatch(/^[\x21-\x7e]+\/[\x21-\x7e]+$/);
      }),
    );
  });
});
