import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ChatLog, FileStore } from "../../../lambda-src/chat/ports";

export const botToken = "7000000001:a-token_for-tests";

/** A request that the stand-in for the Bot API received. */
export interface ReceivedRequest {
  /** `sendMessage`, or `file` for a download. */
  readonly method: string;
  readonly token: string;
  readonly contentType: string;
  readonly body: string;
}

/** The answer to a request: JSON, another body, or a function that writes the response. */
export type Answer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly body: string | Uint8Array }
  | ((response: ServerResponse, request: IncomingMessage) => unknown);

/** A server that gives the answers that a test defines, and records the requests. */
export interface BotApiStandIn {
  readonly url: string;
  readonly received: ReceivedRequest[];
  /** The answer to a complete request; set by tests. */
  answer: (request: ReceivedRequest) => Answer;
  close(): Promise<void>;
}

export async function startBotApiStandIn(): Promise<BotApiStandIn> {
  const server = createServer((request, response) => {
    const [, file, token = "", method = ""] = /^\/(file\/)?bot([^/]*)\/(.*)$/.exec(request.url ?? "") ?? [];
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const received = {
        method: file ? "file" : method,
        token,
        contentType: request.headers["content-type"] ?? "",
        body: Buffer.concat(chunks).toString("latin1"),
      };
      standIn.received.push(received);
      const answer = standIn.answer(received);
      if (typeof answer === "function") {
        answer(response, request);
      } else {
        response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
        response.end("json" in answer ? JSON.stringify(answer.json) : answer.body);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const standIn: BotApiStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    answer: () => sent(1),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return standIn;
}

/** Returns the answer for a sent message. */
export function sent(messageId: number): Answer {
  return {
    json: { ok: true, result: { message_id: messageId, date: 1, chat: { id: -1, type: "supergroup" } } },
  };
}

/** Returns an error of the Bot API. */
export function refusal(code: number, description: string, parameters?: object): Answer {
  return {
    status: code,
    json: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
  };
}

/** Returns an answer that is sent after a delay. */
export function late(milliseconds: number, answer: { readonly json: unknown }): Answer {
  return (response) => {
    const timer = setTimeout(() => response.end(JSON.stringify(answer.json)), milliseconds);
    response.on("close", () => clearTimeout(timer));
  };
}

/** Returns an answer that consists of the given bytes instead of an HTTP response, and closes the connection. */
export function rawBytes(bytes: string | Uint8Array): Answer {
  return (response) => response.socket?.end(bytes);
}

/** Creates an object store with the given files, by key. */
export function memoryFiles(
  stored: Record<string, Uint8Array>,
): Pick<FileStore, "canonicalUri" | "read" | "save"> & { readonly types: Record<string, string> } {
  const types: Record<string, string> = {};
  return {
    types,
    canonicalUri: (fileKey, fileName) =>
      `https://example.org/files/${fileKey}/${encodeURIComponent(fileName)}`,
    read: async (fileKey) => stored[fileKey],
    save: async (fileKey, fileType, bytes) => {
      stored[fileKey] = bytes;
      types[fileKey] = fileType;
    },
  };
}

/** Creates a log whose lines can be read. */
export function memoryLog(): ChatLog & { readonly lines: string[] } {
  const lines: string[] = [];
  const write = (...what: readonly unknown[]) => lines.push(JSON.stringify(what));
  return {
    lines,
    info: write,
    warn: write,
    error: (message, error, fields) => write(message, String(error), fields),
  };
}

export const plenty = () => 45_000;

/** Returns the error that the core receives for a failed call, as an object that can be compared. */
export async function outcomeOf(work: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { returned: await work };
  } catch (error) {
    const { name, message, details, reason, toChatId, cause } = error as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries({ name, message, details, reason, toChatId, cause }).filter(
        ([, it]) => it !== undefined,
      ),
    );
  }
}
