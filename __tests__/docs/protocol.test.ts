import {
  clientFrames,
  fileNameMaxCharacters,
  fileSizeMax,
  historyMax,
  historyMaxBytes,
  memberNameMaxCharacters,
  subprotocol,
  textMaxBytes,
} from "@kite-chat/protocol";
import { bytesPerDay } from "../../lambda-src/aws/conversation-size";
import { socketsMax } from "../../lambda-src/chat/visitors/join";
import { stageOptions } from "../../stacks/options/stage-options";
import { readPage } from "./pages";

const page = readPage("docs/protocol.md");
const retentionDays = stageOptions.retentionDays.schema.parse(undefined);
const bytes = (days: number) => bytesPerDay(days).toLocaleString("en-US");

describe("docs/protocol.md", () => {
  it("lists each frame of the client with its fields, and no other", () => {
    const [, section = ""] = page.split("## Frames from the client");
    const listed = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `\["(\w+)"(?:, )?(.*?)\]` \|/gm)].map(
      ([, type, fields = ""]) => [type, fields],
    );

    const frames = Object.entries(clientFrames).map(([type, fields]) => [
      type,
      Object.keys(fields).join(", "),
    ]);
    expect(Object.fromEntries(listed)).toEqual({ ...Object.fromEntries(frames), PING: "" });
  });

  it("lists each media type with its largest size, and no other", () => {
    const rows = [...page.matchAll(/^\| (`\w+\/.+`) \| (\d+) MiB \|$/gm)].flatMap(([, types = "", size]) =>
      [...types.matchAll(/`([^`]+)`/g)].map(([, type]) => [type, Number(size) * 1024 * 1024]),
    );

    expect(Object.fromEntries(rows)).toEqual(fileSizeMax);
  });

  it.each([
    `\`${subprotocol}\``,
    `| \`memberName\` | at most ${memberNameMaxCharacters} characters.`,
    `| \`text\` | 1 to ${textMaxBytes} bytes of UTF-8 |`,
    `| \`limit\` | 1 to ${historyMax} |`,
    `| \`fileName\` | 1 to ${fileNameMaxCharacters} characters`,
    `at most ${historyMaxBytes / 1024} KiB of JSON`,
    `| open sockets of one visitor | ${socketsMax}; `,
    `| ${stageOptions.frameBurst.schema.parse(undefined)} at once, then ${stageOptions.framesPerSecond.schema.parse(undefined)} a second;`,
    `| ${stageOptions.messagesPerDay.schema.parse(undefined)}. An upload counts once`,
    `| bytes of these messages | ${bytes(retentionDays)}; ${bytes(30)} with a retention of 30 days, ${bytes(365)} with 365.`,
    `| ${retentionDays} days | \`retentionDays\` |`,
  ])("gives the limit of the code: %s", (text) => {
    expect(page).toContain(text);
  });
});
