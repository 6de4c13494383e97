import { createHash } from "node:crypto";
import { aWhile, eventually } from "../../checks/harness/eventually";
import type { Host, JoinedVisitor, KiteRun } from "../../checks/harness/kite-run";
import { FaultyRun, type ServiceCall } from "../support/faulty-run";

jest.setTimeout(120_000);

let faulty: FaultyRun;
let run: KiteRun;
beforeAll(async () => {
  faulty = await FaultyRun.start();
  run = faulty.run;
}, 60_000);
afterEach(() => faulty.heal());
afterAll(() => faulty?.close());

const isDownload = ({ service, path }: ServiceCall) => service === "telegram" && path.startsWith("/file/");
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function context() {
  const host = await run.host();
  const ada = await run.knownVisitor(host, "Ada");
  const eve = await run.knownVisitor(host, "Eve");
  return {
    host,
    ada,
    eve,
    fromAda: await host.hears("Hello of Ada"),
    fromEve: await host.hears("Hello of Eve"),
  };
}

function sendFile(host: Host, bytes: Uint8Array, replyTo: number): void {
  const file = { kind: "document", bytes, fileName: "tour.pdf", mimeType: "application/pdf" } as const;
  run.telegram.sendFile(host.chatId, host.userId, file, { replyTo });
}

/** Returns the duration of each request to the webhook, in milliseconds. */
function webhookTimes(): readonly number[] {
  return run.log.flatMap(({ access }) => (access?.route === "POST /tg" ? [access.milliseconds] : []));
}

const kinds = ({ unread }: JoinedVisitor) =>
  (unread as string[][]).map(([type, , content]) => (type === "BIN" ? type : content));

it("a host's file of 20 MB does not delay other updates, and arrives before the text after it", async () => {
  const { host, ada, eve, fromAda, fromEve } = await context();
  const bytes = Buffer.alloc(20 * 1024 * 1024, "kite");
  const updates = webhookTimes().length;
  faulty.behave((call) => (isDownload(call) ? { delayMilliseconds: 5_000 } : "pass"));

  sendFile(host, bytes, fromAda.message_id);
  host.say("behind the file", fromAda);
  host.say("for Eve", fromEve);

  await eventually("Eve's text", () => eve.unread.length === 1);
  expect(kinds(ada)).toEqual([]);
  await eventually("all three updates are answered", () => webhookTimes().length === updates + 3);
  expect(Math.max(...webhookTimes().slice(updates))).toBeLessThan(3_000);
  await eventually("the text behind the file", () => ada.unread.length === 2);
  expect(kinds(ada)).toEqual(["BIN", "behind the file"]);
  const [, , url, fileName, fileType, fileSize] = ada.unread[0] as [
    string,
    string,
    string,
    string,
    string,
    number,
  ];
  expect([fileName, fileType, fileSize]).toEqual(["tour.pdf", "application/pdf", bytes.length]);
  const downloaded = new Uint8Array(await (await fetch(url)).arrayBuffer());
  expect(digest(downloaded)).toBe(digest(bytes));
  expect(kinds(eve)).toEqual(["for Eve"]);
});

it("a file whose media type is not allowed in a header is delivered, and so is the next text", async () => {
  const { host, ada, fromAda } = await context();
  const file = {
    kind: "document",
    bytes: Buffer.from("abc"),
    fileName: "a.bin",
    mimeType: "тип/файл",
  } as const;

  run.telegram.sendFile(host.chatId, host.userId, file, { replyTo: fromAda.message_id });
  host.say("behind the file", fromAda);

  await eventually("both arrive", () => ada.unread.length >= 2);
  expect(kinds(ada)).toEqual(["BIN", "behind the file"]);
  expect((ada.unread[0] as string[])[4]).toBe("application/octet-stream");
});

it("a file whose download fails is retried, and later texts wait for it", async () => {
  const { host, ada, fromAda } = await context();
  let failures = 2;
  faulty.behave((call) => {
    if (!isDownload(call) || failures === 0) {
      return "pass";
    }
    failures -= 1;
    return "cut";
  });

  sendFile(host, Buffer.from("a small file"), fromAda.message_id);
  host.say("behind the file", fromAda);

  await eventually("both arrive", async () => {
    await faulty.clock.advance(3_000);
    return ada.unread.length >= 2;
  });
  await aWhile(300);
  expect(kinds(ada)).toEqual(["BIN", "behind the file"]);
  expect(failures).toBe(0);
  expect(host.heard.filter(({ text }) => text?.includes("did not receive"))).toEqual([]);
});

it.each<[string, (call: ServiceCall) => boolean, pushes: number]>([
  ["the download", isDownload, 1],
  ["the copy is stored", ({ action, body }) => action === "UpdateItem" && body.includes("fileSize"), 1],
  ["the push", ({ service }) => service === "sockets", 2],
])("a file is delivered under one messageId if the function is killed after %s", async (_, step, pushes) => {
  const { host, ada, fromAda } = await context();
  const killed = faulty.killAfter(step);
  sendFile(host, Buffer.from("a small file"), fromAda.message_id);
  await faulty.outboxEnds(killed);
  faulty.heal();
  host.say("behind the file", fromAda);
  await aWhile(500);
  await faulty.showAgain();

  await eventually("the text behind the file", () => kinds(ada).includes("behind the file"));
  await aWhile(300);
  expect(kinds(ada)).toEqual([...Array<string>(pushes).fill("BIN"), "behind the file"]);
  expect(new Set((ada.unread as string[][]).map(([, messageId]) => messageId)).size).toBe(2);
});
