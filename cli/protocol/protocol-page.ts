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
import { repositoryFolder } from "../../constructs/repository";
import { type DescribedFrame, describedClientFrames, describedServerFrames, formOf } from "./frame-schemas";
import { additions, connection, diagrams, errorAdvice } from "./protocol-texts";

/** Writes docs/frames.md. */
export function protocolPage(): string {
  return [
    `# The frames of \`${subprotocol}\``,
    "<!-- Written by npx kite describe-protocol from the schemas in protocol/. Do not edit it. -->",
    connection,
    "## A client in 40 lines",
    "It sends a text until it is acknowledged, connects again by itself, and shows each message once. Call `ping` every nine\nminutes while nobody writes. A test runs it.",
    `\`\`\`js\n${clientExample()}\`\`\``,
    "## Frames from the client",
    ...describedClientFrames.map(describeFrame),
    "## Frames from the server",
    ...describedServerFrames.map(describeFrame),
    ...diagrams,
    "## Limits",
    limitTable(),
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
        "20 at once, then 2 a second; a stage may set others. `PING` does not count",
      ),
      row("sockets of a visitor", "5: the oldest is closed with code 1000"),
      row("frame, message", "32 KB and 128 KB: API Gateway closes the socket with code 1009"),
      row("socket", "10 minutes without a frame, 2 hours in all"),
    ],
  );
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
