import { type ClientFrame, probeAnswer, type ServerFrame, subprotocol } from "@kite-chat/protocol";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { ChatError } from "../chat/errors";
import type { Arrival, MemberRef } from "../chat/model";
import type { ChatPorts } from "../chat/ports";
import * as texts from "../chat/texts/english";
import { connect, disconnect } from "../chat/visitors/connection";
import { countAnyFrame } from "../chat/visitors/frame-limit";
import { history } from "../chat/visitors/history";
import { join } from "../chat/visitors/join";
import { receiveContext } from "../chat/visitors/page-context";
import { offerUpload, uploadedFile } from "../chat/visitors/uploads";
import { receiveFromSocket } from "../chat/visitors/visitor-message";
import { maySocketEnter, proxyHeader, type VisitorSettings } from "../ingress/ingress";
import { readFrame } from "./read-frame";
import { ackFrame, errorFrame, historyFrame, okFrame, uploadFrame } from "./write-frame";

/**
 * Represents an event of the WebSocket API. Only `$connect` has headers and a query.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export interface WebSocketEvent {
  readonly requestContext: {
    readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
    readonly connectionId: string;
    /** Milliseconds since the epoch. */
    readonly requestTimeEpoch: number;
    readonly domainName?: string;
  };
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  /** All values of each header. For a header in several lines, `headers` has only the last one. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
}

/** Answers an event of the WebSocket API. Never throws, because the gateway would then send its own error frame. */
export async function handleWebSocketEvent(
  ports: ChatPorts,
  settings: VisitorSettings,
  event: WebSocketEvent,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { connectionId, eventType, requestTimeEpoch: receivedAt } = event.requestContext;
  try {
    if (eventType === "CONNECT") {
      return await accept(ports, settings, event);
    }
    if (eventType === "DISCONNECT") {
      await disconnect(ports, connectionId);
      return { statusCode: 200 };
    }
    return { statusCode: 200, body: await answer(ports, { connectionId, receivedAt }, event.body ?? "") };
  } catch (error) {
    const { message, code } = refusal(ports, error);
    if (eventType === "MESSAGE" && error instanceof ChatError) {
      await countRefusal(ports, connectionId);
    }
    // The rejection of a frame is an ordinary answer. The status matters only for $connect.
    return eventType === "MESSAGE"
      ? { statusCode: 200, body: JSON.stringify(errorFrame(message, code)) }
      : { statusCode: code, body: message };
  }
}

async function accept(
  ports: ChatPorts,
  settings: VisitorSettings,
  event: WebSocketEvent,
): Promise<APIGatewayProxyStructuredResultV2> {
  const arrival = {
    domainName: event.requestContext.domainName,
    proxySecret: header(event, proxyHeader),
  };
  if (!(await maySocketEnter(settings.ingress, arrival))) {
    throw new ChatError("forbidden", texts.rejections.wrongAddress);
  }
  const offered = offeredProtocols(event);
  if (offered && !offered.includes(subprotocol)) {
    throw new ChatError("malformed", texts.rejections.subprotocol(subprotocol));
  }
  await connect(ports, settings.allowedOrigins, {
    connectionId: event.requestContext.connectionId,
    channelName: event.queryStringParameters?.c,
    origin: header(event, "origin"),
  });
  // The subprotocol is accepted only if the answer to $connect repeats it.
  return offered
    ? { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } }
    : { statusCode: 200 };
}

/**
 * Returns the subprotocols that the client offers; undefined if it offers none. A header in several lines is one list:
 * https://www.rfc-editor.org/rfc/rfc6455#section-11.3.4. WebSocket APIs provide all lines in `multiValueHeaders`.
 */
function offeredProtocols(event: WebSocketEvent): readonly string[] | undefined {
  const name = "sec-websocket-protocol";
  const lines = Object.entries(event.multiValueHeaders ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, values]) => values ?? []);
  const list = lines.length > 0 ? lines.join(",") : header(event, name);
  return list?.split(",").map((protocol) => protocol.trim());
}

/** Returns the value of a header. A WebSocket API does not change the case of header names. */
function header(event: WebSocketEvent, lowerCaseName: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

async function answer(ports: ChatPorts, arrival: Arrival, body: string): Promise<string> {
  const frame = await readCountedFrame(ports, arrival, body);
  switch (frame.type) {
    case "probe":
      return probeAnswer;
    case "JOIN": {
      const { memberId, memberName, channelName, token } = frame;
      await join(ports, arrival, { channelName, memberId }, memberName, token ?? undefined);
      return text(okFrame);
    }
    case "TXT": {
      const { messageId, timestamp } = frame;
      const content = () => ({ type: "text", text: frame.text }) as const;
      const sent = { messageId, timestamp, textBytes: Buffer.byteLength(frame.text), content };
      return text(ackFrame(await receiveFromSocket(ports, arrival, sent)));
    }
    case "UPL":
      return text(uploadFrame(frame.messageId, await offerUpload(ports, arrival, frame)));
    case "BIN": {
      const { messageId, timestamp, url } = frame;
      const content = (sender: MemberRef) => uploadedFile(ports, sender, url, frame);
      const sent = { messageId, timestamp, textBytes: 0, content };
      return text(ackFrame(await receiveFromSocket(ports, arrival, sent)));
    }
    case "HIS": {
      const groups = await history(ports, arrival, frame.limit, frame.before);
      return text(historyFrame(groups, ports.files.canonicalUri));
    }
    case "CTX": {
      const { type: _, features, ...page } = frame;
      await receiveContext(ports, arrival, { ...page, features: [...new Set(features)].sort() });
      return text(okFrame);
    }
  }
}

/**
 * Reads a frame. Probes and invalid frames count against a limit here. All other frames are counted by their handlers.
 * @throws ChatError malformed, tooLarge, tooMany
 */
async function readCountedFrame(ports: ChatPorts, arrival: Arrival, body: string): Promise<ClientFrame> {
  let frame: ClientFrame;
  try {
    frame = readFrame(body);
  } catch (error) {
    await countAnyFrame(ports, arrival);
    throw error;
  }
  if (frame.type === "probe") {
    await countAnyFrame(ports, arrival);
  }
  return frame;
}

/** Closes a connection whose frames are rejected too often. */
async function countRefusal(ports: ChatPorts, connectionId: string): Promise<void> {
  try {
    if (!(await ports.connections.countRefusal(connectionId))) {
      return;
    }
    ports.log.warn("a connection was closed, because too many of its frames were rejected");
    await ports.sockets.disconnect(connectionId);
  } catch (error) {
    ports.log.error("a rejection was not counted", error);
  }
}

function text(frame: ServerFrame): string {
  return JSON.stringify(frame);
}

function refusal(ports: ChatPorts, error: unknown): { readonly message: string; readonly code: number } {
  if (error instanceof ChatError) {
    return error;
  }
  ports.log.error("an event of the WebSocket API failed", error);
  return new ChatError("internal", texts.rejections.internal);
}
