import type { IncomingMessage, ServerResponse } from "node:http";
import { isChannelName } from "@kite-chat/protocol";
import type { LocalServer } from "@kite-chat/stack-server";
import { toInteger, toRecord } from "../json-values";
import type { OwnHosts } from "../own-hosts";
import type { FaultPanel } from "./fault-panel";
import type { ClockAdvance, FaultChoice, SocketsChoice } from "./fault-view";
import type { HostChat } from "./host-chat";
import { readHostFile, sendHostFile } from "./host-files";
import type { HostEvent, PageSetup, SayRequest } from "./host-view";
import { checkOrigin, RefusedError, readBody, securityHeaders, sendBytes, shopPolicy } from "./http";
import type { PageFile } from "./page-files";

/** Properties of {@link createPageHandler}. */
export interface PageHandlerProps {
  /** Host names under which the page is served. Requests under other names are rejected. */
  readonly hosts: OwnHosts;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly setup: PageSetup;
  /** The host's chat. @default - the host is in an external Telegram */
  readonly hostChat?: HostChat;
  /** Injects faults. @default - the page cannot inject faults */
  readonly faultPanel?: FaultPanel;
  /**
   * Returns the endpoints of the stack's data, once the stack is served. @default - requests for the endpoints get 503
   */
  readonly services?: () => Pick<LocalServer, "dynamodbEndpoint" | "servicesEndpoint"> | undefined;
  /** Public URL of a tunnel to the server. @default - none */
  readonly publicUrl?: string;
}

/** Telegram's limit for a text is 4096 characters. JSON may need six bytes for each character. */
const largestSayBytes = 32 * 1024;
const longestText = 4096;

/** Creates a handler for the page's files and for the page's own requests, which start with `/playground/`. */
export function createPageHandler(props: PageHandlerProps) {
  const headers = securityHeaders(props.publicUrl);
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(props, headers, request, response).catch((error: unknown) => {
      const message =
        error instanceof RefusedError ? error.message : "The playground failed. See the output of npm start.";
      sendJson(response, headers, error instanceof RefusedError ? error.status : 500, { message });
    });
  };
}

type Headers = Readonly<Record<string, string>>;

async function answer(
  props: PageHandlerProps,
  headers: Headers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!props.hosts.isLocal(request)) {
    throw new RefusedError(
      403,
      "The playground's page is available only on the machine that runs it. Open http://localhost with the server's port. To open it under another address of this machine, set HOST to that address.",
    );
  }
  const [path = "/", query] = (request.url ?? "/").split("?", 2);
  const fileId = request.method === "GET" ? /^\/playground\/files\/([\w-]+)$/.exec(path)?.[1] : undefined;
  if (fileId !== undefined) {
    sendHostFile(response, headers, hostChatOf(props), fileId);
    return;
  }
  switch (`${request.method} ${path}`) {
    case "GET /playground/setup":
      sendJson(response, headers, 200, props.setup);
      break;
    case "GET /playground/services":
      sendJson(response, headers, 200, servicesOf(props));
      break;
    case "GET /playground/events":
      streamEvents(request, response, headers, hostChatOf(props));
      break;
    case "POST /playground/say":
      checkOrigin(request);
      hostChatOf(props).say(await readSay(request));
      sendJson(response, headers, 200, {});
      break;
    case "POST /playground/file":
      checkOrigin(request);
      hostChatOf(props).sendFile(await readHostFile(request, new URLSearchParams(query)));
      sendJson(response, headers, 200, {});
      break;
    case "GET /playground/faults":
      sendJson(response, headers, 200, faultPanelOf(props).view);
      break;
    case "POST /playground/faults":
      checkOrigin(request);
      faultPanelOf(props).choose(await readFaultChoice(request));
      sendJson(response, headers, 200, faultPanelOf(props).view);
      break;
    case "POST /playground/sockets":
      checkOrigin(request);
      await readSocketsChoice(request);
      faultPanelOf(props).cutConnections();
      sendJson(response, headers, 200, {});
      break;
    case "POST /playground/time":
      checkOrigin(request);
      sendJson(
        response,
        headers,
        200,
        await faultPanelOf(props).advanceClock(await readClockAdvance(request)),
      );
      break;
    case "GET /playground/shop":
      sendShop(props, headers, new URLSearchParams(query), response);
      break;
    default:
      sendPage(props.files.get(path), headers, request, response);
  }
}

/** Sends the shop's page, with the script tag that a shop would paste. */
function sendShop(
  { files, setup, publicUrl }: PageHandlerProps,
  headers: Headers,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const file = files.get("/playground/shop");
  const channelName = query.get("c") ?? setup.channelName;
  if (file === undefined || !isChannelName(channelName)) {
    throw new RefusedError(404, "Not Found");
  }
  const page = Buffer.from(file.body)
    .toString("utf8")
    .replaceAll("{{stage}}", setup.webSocketPath)
    .replaceAll("{{channel}}", channelName);
  sendBytes(
    response,
    { ...headers, "content-security-policy": shopPolicy(publicUrl), "content-type": file.contentType },
    Buffer.from(page, "utf8"),
  );
}

function sendPage(
  file: PageFile | undefined,
  headers: Headers,
  { method = "" }: IncomingMessage,
  response: ServerResponse,
): void {
  if (file === undefined || !["GET", "HEAD"].includes(method)) {
    throw new RefusedError(404, "Not Found");
  }
  sendBytes(response, { ...headers, "content-type": file.contentType }, file.body);
}

function hostChatOf({ hostChat }: PageHandlerProps): HostChat {
  if (hostChat === undefined) {
    throw new RefusedError(
      404,
      "The page does not act as the host, because the host is in an external Telegram.",
    );
  }
  return hostChat;
}

/** Returns the endpoints for `kite identity-key --http`. Other sites cannot read the response. */
function servicesOf({ services }: PageHandlerProps): unknown {
  if (services === undefined) {
    throw new RefusedError(404, "This playground does not report the endpoints of its data.");
  }
  const served = services();
  if (served === undefined) {
    throw new RefusedError(503, "The playground is starting. Try again in a few seconds.");
  }
  const { dynamodbEndpoint, servicesEndpoint } = served;
  return { dynamodbEndpoint, servicesEndpoint };
}

function faultPanelOf({ faultPanel }: PageHandlerProps): FaultPanel {
  if (faultPanel === undefined) {
    throw new RefusedError(404, "This playground cannot inject faults.");
  }
  return faultPanel;
}

async function readFaultChoice(request: IncomingMessage): Promise<FaultChoice> {
  const { place, kind } = await readJson(request);
  return { place: String(place), kind: String(kind) };
}

async function readSocketsChoice(request: IncomingMessage): Promise<SocketsChoice> {
  const { how } = await readJson(request);
  if (how !== "cut") {
    throw new RefusedError(400, 'how: expected "cut".');
  }
  return { how };
}

async function readClockAdvance(request: IncomingMessage): Promise<ClockAdvance> {
  const { minutes } = await readJson(request);
  return { minutes: toInteger(minutes) ?? 0 };
}

/** Requires JSON: another site can send it only after a preflight request, which this server does not grant. */
async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
    throw new RefusedError(415, "Expected a body with the content type application/json.");
  }
  const body = await readBody(
    request,
    largestSayBytes,
    `The text is too long. Send at most ${longestText} characters.`,
  );
  return toRecord(parse(body.toString("utf8"))) ?? {};
}

async function readSay(request: IncomingMessage): Promise<SayRequest> {
  const { text, replyTo } = await readJson(request);
  if (typeof text !== "string" || text.trim() === "" || text.length > longestText) {
    throw new RefusedError(400, `text: expected 1 to ${longestText} characters.`);
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

/** Streams server-sent events: the state first, then its changes, until the page disconnects. */
function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  headers: Headers,
  hostChat: HostChat,
): void {
  const send = (event: HostEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
  response.write("retry: 1000\n\n");
  send(hostChat.state);
  request.on("close", hostChat.subscribe(send));
}

function sendJson(response: ServerResponse, headers: Headers, status: number, body: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body), "utf8");
  response.writeHead(status, {
    ...headers,
    "content-type": "application/json",
    "content-length": bytes.length,
  });
  response.end(bytes);
}
