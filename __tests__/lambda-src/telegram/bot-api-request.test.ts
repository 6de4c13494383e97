import { text } from "node:stream/consumers";
import { encodeParameters, UploadedFile } from "../../../lambda-src/telegram/bot-api-request";

describe("the parameters of a method", () => {
  it("are JSON without the undefined parameters", () => {
    expect(
      encodeParameters({ chat_id: "-1", text: "Hi\n", caption: undefined, plain: { on: true } }),
    ).toEqual({
      headers: { "content-type": "application/json" },
      body: '{"chat_id":"-1","text":"Hi\\n","plain":{"on":true}}',
    });
  });

  it("are a multipart form if there is a file, with the file's name in a form that Telegram can read", async () => {
    const document = new UploadedFile('my "new"; cät.pdf', Buffer.from("bytes"));

    const { headers, body = "" } = encodeParameters({ document, caption: undefined, chat_id: -1, at: [1] });

    const [, boundary = ""] =
      /^multipart\/form-data; boundary=([\w-]+)$/.exec(headers?.["content-type"] ?? "") ?? [];
    const parts = typeof body === "string" ? body : await text(body);
    expect(parts.replaceAll(boundary, "line").split("\r\n")).toEqual([
      "--line",
      'content-disposition: form-data; name="document"; filename="my _new__ cät.pdf"',
      "content-type: application/octet-stream",
      "",
      "bytes",
      "--line",
      'content-disposition: form-data; name="chat_id"',
      "",
      "-1",
      "--line",
      'content-disposition: form-data; name="at"',
      "",
      "[1]",
      "--line--",
      "",
    ]);
  });
});
