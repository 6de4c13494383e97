import fc from "fast-check";
import { BotApiError } from "../src/bot-api-error";
import { readMultipart } from "../src/multipart";

const type = "multipart/form-data; boundary=xx";
const body = (...parts: string[]) =>
  Buffer.from(`${parts.map((part) => `--xx\r\n${part}\r\n`).join("")}--xx--\r\n`);
const named = (disposition: string) => body(`Content-Disposition: ${disposition}\r\n\r\nbytes`);

describe("readMultipart", () => {
  it("reads values and files as browsers and bots send them", () => {
    const parts = readMultipart(
      body(
        'Content-Disposition: form-data; name="chat_id"\r\n\r\n7',
        'content-disposition:form-data;name="f";filename=a b.pdf\r\ncontent-type:application/pdf\r\n\r\n%PDF\r\n--x',
      ),
      type,
    );

    expect(parts.map(({ bytes, ...rest }) => ({ ...rest, text: String(bytes) }))).toEqual([
      { name: "chat_id", contentType: "application/octet-stream", text: "7" },
      { name: "f", fileName: "a b.pdf", contentType: "application/pdf", text: "%PDF\r\n--x" },
    ]);
  });

  it.each([
    ['form-data; name="f"; filename="a;b.pdf"', { name: "f", fileName: '"a' }],
    ['form-data; name="f"; filename=a;name=g', { name: "g", fileName: "a" }],
    ['form-data; name="f"; filename=""', { name: "f", fileName: "" }],
    ['form-data; name="f"; filename="a=b%22.pdf"', { name: "f", fileName: "a=b%22.pdf" }],
  ])("reads %s as Telegram does", (disposition, expected) => {
    expect(readMultipart(named(disposition), type)).toMatchObject([expected]);
  });

  it.each([
    ["a body without a boundary", named('form-data; name="f"'), "multipart/form-data"],
    ["a part without a name", named("form-data; filename=a"), type],
    ["a part that is not form data", named('attachment; name="f"'), type],
    ["a part without an end", Buffer.from("--xx\r\nname: f\r\n\r\n"), type],
  ])("rejects %s", (_what, bytes, contentType) => {
    expect(() => readMultipart(bytes, contentType)).toThrow(BotApiError);
  });

  it("returns the exact bytes of a FormData body, and does not crash on any other body", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const form = new FormData();
        form.set("f", new File([bytes], "a.bin"));
        const written = new Response(form);
        const parts = readMultipart(
          Buffer.from(await written.clone().arrayBuffer()),
          written.headers.get("content-type") ?? "",
        );

        expect(parts.map((part) => [part.name, part.fileName, [...part.bytes]])).toEqual([
          ["f", "a.bin", [...bytes]],
        ]);
        try {
          readMultipart(Buffer.concat([Buffer.from("--xx\r\n"), bytes]), type);
        } catch (error) {
          expect(error).toBeInstanceOf(BotApiError);
        }
      }),
    );
  });
});
