import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  errorCodes,
  featuresMax,
  fileSizeMax,
  historyMax,
  historyMaxBytes,
  languageMaxCharacters,
  memberNameMaxCharacters,
  pageTitleMaxCharacters,
  pageUrlMaxCharacters,
  subprotocol,
  textMaxBytes,
  timeZoneMaxCharacters,
} from "@kite-chat/protocol";
import { z } from "zod";
import { repositoryFolder } from "../../constructs/repository";
import { bytesPerDay } from "../../lambda-src/aws/conversation-size";
import { socketsMax } from "../../lambda-src/chat/visitors/join";
import { stageOptions } from "../../stacks/options/stage-options";
import { type DescribedFrame, describedClientFrames, describedServerFrames, formOf } from "./frame-schemas";
import { additions, connection, diagrams, duties, errorAdvice } from "./protocol-texts";

const { frameBurst, framesPerSecond, messagesPerDay, retentionDays } = stageOptions;

/** Returns the content of docs/protocol.md. */
export function protocolPage(): string {
  return [
    `# The protocol \`${subprotocol}\``,
    connection,
    "## A client in 40 lines",
    "The client sends a text until the server acknowledges it, reconnects by itself, and shows each message once. Call `ping`\nevery nine minutes while nobody writes. A test runs this client.",
    `\`\`\`js\n${clientExample()}\`\`\``,
    "## Frames from the client",
    ...describedClientFrames.map(describeFrame),
    "## Frames from the server",
    ...describedServerFrames.map(describeFrame),
    ...diagrams,
    duties,
    "## Limits",
    limitTable(),
    "`HIS` contains only as many of the newest messages as fit. If fewer messages arrive than you requested, send another\n`HIS` with `before`. [Settings](settings.md) has the defaults and ranges of the settings.",
    "## Errors",
    errorTable(),
    additions,
  ]
    .join("\n\n")
    .concat("\n");
}

function clientExample(): string {
  return readFileSync(join(repositoryFolder, "docs/examples/client.mjs"), "utf8");
}

function describeFrame(frame: DescribedFrame): string {
  const { type, purpose, example, fields } = frame;
  const rows = fields.map(({ name, rule, isOptional }) =>
    row(`\`${name}\`${isOptional ? ", may be left out" : ""}`, rule),
  );
  return [
    `### ${type}`,
    `\`${formOf(frame)}\``,
    purpose,
    ...(rows.length > 0 ? [table(["field", "value"], rows)] : []),
    `\`\`\`json\n${JSON.stringify(example)}\n\`\`\``,
  ].join("\n\n");
}

function limitTable(): string {
  const mebibytes = (bytes: number) => `${bytes / 1024 / 1024} MiB`;
  return table(
    ["what", "limit"],
    [
      row("name of a visitor", `${memberNameMaxCharacters} characters`),
      row("text", `${textMaxBytes} bytes of UTF-8`),
      ...Object.entries(fileSizeMax).map(([type, bytes]) => row(`file of \`${type}\``, mebibytes(bytes))),
      row("messages in `HIS`", `${historyMax}, and ${historyMaxBytes / 1024} KiB of JSON`),
      row("address of a page in `CTX`", `${pageUrlMaxCharacters} characters`),
      row("title of a page", `${pageTitleMaxCharacters} characters`),
      row("language, time zone", `${languageMaxCharacters} and ${timeZoneMaxCharacters} characters`),
      row("features in `CTX`", String(featuresMax)),
      row(
        "frames of a visitor",
        `${preset(frameBurst)} at once, then ${preset(framesPerSecond)} a second (settings \`frameBurst\`, \`framesPerSecond\`). \`PING\` does not count`,
      ),
      row(
        "messages of a visitor in a UTC day",
        `${preset(messagesPerDay)} (setting \`messagesPerDay\`). An upload counts once for each MiB`,
      ),
      row(
        "bytes of these messages",
        `${dayBytes(preset(retentionDays))}; ${dayBytes(30)} with a retention of 30 days, ${dayBytes(365)} with 365 (setting \`retentionDays\`). A message counts its text, its name and ids, and 400 bytes; a file counts as 1 KiB of text`,
      ),
      row("sockets of a visitor", `${socketsMax}: the oldest is closed with code 1000`),
      row("frame, message", "32 KB and 128 KB: API Gateway closes the socket with code 1009"),
      row("socket", "10 minutes without a frame, 2 hours in total"),
      row("stored messages and files", `${preset(retentionDays)} days (setting \`retentionDays\`)`),
    ],
  );
}

function preset(option: { readonly schema: z.ZodType<number | undefined> }): number {
  return z.number().parse(option.schema.parse(undefined));
}

function dayBytes(days: number): string {
  return bytesPerDay(days).toLocaleString("en-US");
}

function errorTable(): string {
  return table(
    ["code", "name", "what a client does"],
    Object.entries(errorCodes).map(([name, code]) =>
      row(String(code), name, errorAdvice[name as keyof typeof errorCodes]),
    ),
  );
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), `|${"---|".repeat(head.length)}`, ...rows].join("\n");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
