import { randomUUID } from "node:crypto";
import type { SentFile } from "../host";
import { expect, test } from "../test";

test("a visitor's file reaches the host with the same bytes", async ({ visitor, host }) => {
  const file = pdf("bill");

  await visitor.attach(file);

  expect(await host.receivesFile(file.name)).toEqual(file.buffer);
  await expect(visitor.sent(file.name)).toHaveCount(1);
});

test("the host's file reaches the visitor with the same bytes", async ({ visitor, host, unique }) => {
  const [question, file] = [unique("What does it cost?"), pdf("prices & more")];
  await visitor.say(question);
  await host.receives(question);

  await host.replyWithFile(question, file);

  await expect(visitor.received(file.name)).toHaveCount(1);
  expect(await visitor.download(file.name)).toEqual(file.buffer);
});

/** Creates a file with a unique name and unique bytes. */
function pdf(name: string): SentFile {
  const id = randomUUID().slice(0, 8);
  return { name: `${name} ${id}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7 ${id}`) };
}
