import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun } from "../../checks/harness/kite-run";
import { Cloud } from "../support/cloud";
import { TelegramMember } from "../support/telegram-member";
import { pdf, sendFile, upload } from "../support/visitor-file";

let run: KiteRun;
let cloud: Cloud;
let client: S3Client;
beforeAll(async () => {
  run = await KiteRun.start();
  cloud = new Cloud(run.server);
  client = new S3Client({
    region: run.server.stack.region,
    endpoint: run.server.url,
    forcePathStyle: true,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});
afterAll(async () => {
  client?.destroy();
  cloud?.close();
  await run?.close();
});

/** Returns the keys of all stored files. */
async function storedFiles(): Promise<readonly string[]> {
  const [bucket] = run.server.stack.buckets;
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket?.bucketName }));
  return Contents.map(({ Key = "" }) => Key);
}

const keyOf = (canonicalUri: string) => `files/${new URL(canonicalUri).pathname.split("/").at(-2)}`;

/** Sends a file from the host to the last active visitor. */
function fileFromHost(host: Host): void {
  run.telegram.sendFile(host.chatId, host.userId, { kind: "document", bytes: pdf.bytes });
}

describe("/drop", () => {
  it("erases the visitors' files, the host's files and uploads that were never sent, and reports the counts", async () => {
    const [host, other] = [await run.host(), await run.host()];
    const [ada, eve, stranger] = [
      await run.visitor(host, "Ada"),
      await run.visitor(host),
      await run.visitor(other),
    ];
    await sendFile(ada, "1", pdf);
    await eventually("the host has the file", () => host.heard.some(({ document }) => document));
    fileFromHost(host);
    expect(await ada.next()).toMatchObject({ 0: "BIN" });
    const neverSent = await upload(eve, pdf);
    const kept = await upload(stranger, pdf);
    const before = await storedFiles();

    host.say("/drop");

    const report = await host.hears("I have erased the channel");
    expect(report.text).toContain("Visitors: 2, messages: 2, files: 3.");
    expect(before).toEqual(expect.arrayContaining([keyOf(neverSent), keyOf(kept)]));
    expect(await storedFiles()).toEqual([keyOf(kept)]);
    await eventually("the name is free", async () => {
      return (await cloud.get("Channels", { channelKey: `channel#${host.channelName}` })) === undefined;
    });
    expect(host.heard.filter(({ text }) => text?.startsWith("I have erased"))).toHaveLength(1);
  });
});

describe("/leave", () => {
  it("erases the messages and files of a member in Telegram, and of nobody else", async () => {
    const host = await run.host();
    const [leaving, staying] = [
      await TelegramMember.joined(run, host),
      await TelegramMember.joined(run, host),
    ];
    const before = await storedFiles();
    for (const member of [leaving, staying]) {
      run.telegram.sendFile(member.chatId, member.userId, { kind: "document", bytes: pdf.bytes });
    }
    const newFiles = async () => (await storedFiles()).filter((key) => !before.includes(key));
    await eventually("both files are copied", async () => (await newFiles()).length === 2);
    const memberId = async () => (await cloud.rows("Members", "channelName", host.channelName)).length;

    leaving.say("/leave");

    await leaving.hears("I am erasing your messages and files");
    await eventually("one file is left", async () => (await newFiles()).length === 1);
    expect(await memberId()).toBe(1);
    staying.say("Still here");
    await host.hears("Still here");
  });
});

describe("the key of a file", () => {
  it("has the same start for all files of a channel or of a visitor, and reveals neither", async () => {
    const [host, other] = [await run.host(), await run.host()];
    const [ada, eve, stranger] = [await run.visitor(host), await run.visitor(host), await run.visitor(other)];

    const [first, second, ofEve, elsewhere] = [
      keyOf(await upload(ada, pdf)),
      keyOf(await upload(ada, pdf)),
      keyOf(await upload(eve, pdf)),
      keyOf(await upload(stranger, pdf)),
    ];

    const [ofChannel, ofVisitor] = ["files/".length + 22, "files/".length + 44];
    expect(second.slice(0, ofVisitor)).toBe(first.slice(0, ofVisitor));
    expect(second).not.toBe(first);
    expect(ofEve.slice(0, ofChannel)).toBe(first.slice(0, ofChannel));
    expect(ofEve.slice(0, ofVisitor)).not.toBe(first.slice(0, ofVisitor));
    expect(elsewhere.slice(0, ofChannel)).not.toBe(first.slice(0, ofChannel));
    expect(first).not.toContain(ada.memberId);
    expect(first).not.toContain(host.channelName);
  });
});
