import type { IncomingMessage, ServerResponse } from "node:http";
import { toInteger, toRecord } from "../telegram/parameters";
import type { HostChat } from "./host-chat";
import type { HostEvent, PageSetup, SayRequest } from "./host-view";
import type { PageFile } from "./page-files";

export interface PageHandlerProps {
  readonly files: ReadonlyMap<string, PageFile>;
  readonly setup: PageSetup;
  /** The host's chat; `undefined` when the host sits in a Telegram that is not ours. */
  readonly hostChat?: HostChat;
}

/** A text of the host is as long as Telegram takes it; a JSON string of it needs up to six times that. */
const LARGEST_SAY_BYTES = 32 * 1024;
const LONGEST_TEXT = 4096;

const SECURITY_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
} as const;

/** Answers the requests of the page: its files, and under `/playground/` what its host's side needs. */
export function createPageHandler(props: PageHandlerProps) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(props, request, response).catch((error: unknown) => {
      const message = error instanceof RefusedError ? error.message : "The playground failed.";
      sendJson(response, error instanceof RefusedError ? error.status : 500, { message });
    });
  };
}

class RefusedError extends Error {
  override readonly name = "RefusedError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function answer(
  props: PageHandlerProps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const file = props.files.get(path);
  switch (`${request.method} ${path}`) {
    case "GET /playground/setup":
      sendJson(response, 200, props.setup);
      break;
    case "GET /playground/events":
      streamEvents(request, response, hostChatOf(props));
      break;
    case "POST /playground/say":
      checkOrigin(request);
      hostChatOf(props).say(await readSay(request));
      sendJson(response, 200, {});
      break;
    default:
      if (file === undefined || !["GET", "HEAD"].includes(request.method ?? "")) {
        throw new RefusedError(404, "Not Found");
      }
      response.writeHead(200, {
        ...SECURITY_HEADERS,
        "content-type": file.contentType,
        "content-length": file.body.length,
      });
      response.end(request.method === "HEAD" ? undefined : file.body);
  }
}

function hostChatOf({ hostChat }: PageHandlerProps): HostChat {
  if (hostChat === undefined) {
    throw new RefusedError(404, "The host sits in Telegram itself.");
  }
  return hostChat;
}

/** Another site must not speak for the host, though a browser lets it send requests here. */
function checkOrigin({ headers }: IncomingMessage): void {
  const { origin, host = "" } = headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) {
    throw new RefusedError(403, "Only the playground's own page may write as the host.");
  }
  if (!/^application\/json\b/i.test(headers["content-type"] ?? "")) {
    throw new RefusedError(415, "Send application/json.");
  }
}

async function readSay(request: IncomingMessage): Promise<SayRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_SAY_BYTES) {
      throw new RefusedError(413, "The text is too long.");
    }
    chunks.push(chunk);
  }
  const { text, replyTo } = toRecord(parse(Buffer.concat(chunks).toString("utf8"))) ?? {};
  if (typeof text !== "string" || text.trim() === "" || text.length > LONGEST_TEXT) {
    throw new RefusedError(400, `Wanted a text of 1 to ${LONGEST_TEXT} characters.`);
  }
  const messageId = toInteger(replyTo);
  return messageId === undefined ? { text } : { text, replyTo: messageId };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Server-sent events: the state first, then what changes, until the page leaves. */
function streamEvents(request: IncomingMessage, response: ServerResponse, hostChat: HostChat): void {
  const send = (event: HostEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { ...SECURITY_HEADERS, "content-type": "text/event-stream" });
  response.write("retry: 1000\n\n");
  send(hostChat.state);
  request.on("close", hostChat.subscribe(send));
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "content-type": "application/json",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
