import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { connect } from "../chat/connect";
import { disconnect } from "../chat/disconnect";
import { ChatError } from "../chat/errors";
import { history } from "../chat/history";
import { join } from "../chat/join";
import type { MemberRef } from "../chat/model";
import type { ChatPorts } from "../chat/ports";
import { offerUpload, uploadedFile } from "../chat/uploads";
import { receiveFromSocket } from "../chat/visitor-message";
import { type Entrance, maySocketEnter, proxyHeader } from "../entrance/entrance";
import { subprotocol } from "./protocol";
import { readFrame } from "./read-frame";
import {
  ackFrame,
  errorFrame,
  historyFrame,
  okFrame,
  probeAnswer,
  type ServerFrame,
  uploadFrame,
} from "./write-frame";

/**
 * What API Gateway tells of a WebSocket; `$connect` alone has headers and a query.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export interface WebSocketEvent {
  readonly requestContext: {
    readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
    readonly connectionId: string;
    readonly domainName?: string;
  };
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
}

/** What a stage decides about its sockets. */
export interface WebSocketSettings {
  /** Origins as browsers send them, or `*` for all. */
  readonly allowedOrigins: readonly string[];
  readonly entrance: Entrance;
}

/** Answers an event of the WebSocket API; never throws, for the gateway would send a frame of its own. */
export async function handleWebSocketEvent(
  ports: ChatPorts,
  settings: WebSocketSettings,
  event: WebSocketEvent,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { connectionId, eventType } = event.requestContext;
  try {
    if (eventType === "CONNECT") return await accept(ports, settings, event);
    if (eventType === "DISCONNECT") {
      await disconnect(ports, connectionId);
      return { statusCode: 200 };
    }
    return { statusCode: 200, body: await answer(ports, connectionId, event.body ?? "") };
  } catch (error) {
    const { message, code } = refusal(ports, error);
    // A frame's refusal is an answer like any other; the status counts only when a socket asks to be let in.
    return eventType === "MESSAGE"
      ? { statusCode: 200, body: JSON.stringify(errorFrame(message, code)) }
      : { statusCode: code, body: message };
  }
}

async function accept(
  ports: ChatPorts,
  settings: WebSocketSettings,
  event: WebSocketEvent,
): Promise<APIGatewayProxyStructuredResultV2> {
  const arrival = {
    domainName: event.requestContext.domainName,
    proxySecret: header(event, proxyHeader),
  };
  if (!(await maySocketEnter(settings.entrance, arrival))) {
    throw new ChatError("forbidden", "The chat is not reached this way.");
  }
  const offered = header(event, "sec-websocket-protocol")
    ?.split(",")
    .map((name) => name.trim());
  if (offered && !offered.includes(subprotocol)) {
    throw new ChatError("malformed", `The sub-protocol must be ${subprotocol}.`);
  }
  await connect(ports, settings.allowedOrigins, {
    connectionId: event.requestContext.connectionId,
    channelName: event.queryStringParameters?.c,
    origin: header(event, "origin"),
  });
  // The sub-protocol is agreed on only when the answer to $connect repeats it.
  return offered
    ? { statusCode: 200, headers: { "Sec-WebSocket-Protocol": subprotocol } }
    : { statusCode: 200 };
}

/** Header names keep the client's spelling on WebSocket APIs. */
function header(event: WebSocketEvent, lowerCaseName: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

async function answer(ports: ChatPorts, connectionId: string, body: string): Promise<string> {
  const frame = readFrame(body);
  switch (frame.type) {
    case "probe":
      return probeAnswer;
    case "JOIN": {
      const { memberId, memberName, channelName } = frame;
      await join(ports, connectionId, { channelName, memberId }, memberName);
      return text(okFrame);
    }
    case "TXT": {
      const { messageId, timestamp } = frame;
      const content = () => ({ type: "text", text: frame.text }) as const;
      return text(ackFrame(await receiveFromSocket(ports, connectionId, { messageId, timestamp, content })));
    }
    case "UPL":
      return text(uploadFrame(frame.messageId, await offerUpload(ports, connectionId, frame)));
    case "BIN": {
      const { messageId, timestamp, url } = frame;
      const content = (sender: MemberRef) => uploadedFile(ports, sender, url, frame);
      return text(ackFrame(await receiveFromSocket(ports, connectionId, { messageId, timestamp, content })));
    }
    case "HIS": {
      const messages = await history(ports, connectionId, frame.limit, frame.before);
      return text(historyFrame(messages, ports.files.canonicalUri));
    }
  }
}

function text(frame: ServerFrame): string {
  return JSON.stringify(frame);
}

function refusal(ports: ChatPorts, error: unknown): { readonly message: string; readonly code: number } {
  if (error instanceof ChatError) return error;
  ports.log.error("an event of the WebSocket API failed", error);
  return new ChatError("internal", "Something went wrong on our side: try again.");
}
