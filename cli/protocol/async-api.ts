import { channelNameRule, subprotocol } from "@kite-chat/protocol";
import { stringify } from "yaml";
import {
  type DescribedFrame,
  describedClientFrames,
  describedServerFrames,
  formOf,
  frameSchema,
} from "./frame-schemas";

const license = { name: "MIT" };

/** Writes the WebSocket API as AsyncAPI 3: https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
export function asyncApi(): string {
  const client = messages("client", describedClientFrames);
  const server = messages("server", describedServerFrames);
  const refs = (from: object) =>
    Object.keys(from).map((name) => ({ $ref: `#/channels/chat/messages/${name}` }));
  const named = (from: object) =>
    Object.fromEntries(Object.keys(from).map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  return page({
    asyncapi: "3.0.0",
    info: {
      title: "Kite: WebSocket API",
      version: subprotocol,
      description: "A visitor's side of the chat. docs/protocol.md explains it.",
      license,
    },
    defaultContentType: "application/json",
    servers: {
      stage: {
        host: "{host}",
        pathname: "/{stage}",
        protocol: "wss",
        variables: { host: { default: "ws.example.com" }, stage: { default: "prod", enum: ["dev", "prod"] } },
      },
    },
    channels: {
      chat: {
        address: "/",
        description: `The client offers the subprotocol ${subprotocol}.`,
        messages: { ...named(client), ...named(server) },
        bindings: {
          ws: {
            query: {
              type: "object",
              properties: { c: { type: "string", description: `The channel: ${channelNameRule}` } },
            },
          },
        },
      },
    },
    operations: {
      receive: { action: "receive", channel: { $ref: "#/channels/chat" }, messages: refs(client) },
      send: { action: "send", channel: { $ref: "#/channels/chat" }, messages: refs(server) },
    },
    components: { messages: { ...client, ...server } },
  });
}

/** Client and server share some types, so the name of a message starts with the side. */
function messages(side: "client" | "server", frames: readonly DescribedFrame[]) {
  return Object.fromEntries(
    frames.map((frame) => [
      `${side}${frame.type}`,
      {
        name: frame.type,
        title: formOf(frame),
        summary: frame.purpose,
        payload: frameSchema(frame),
        examples: [{ payload: frame.example }],
      },
    ]),
  );
}

/** Writes a generated file of YAML. */
export function page(content: object): string {
  const head = "# Written by npx kite describe-protocol from the schemas in protocol/. Do not edit it.\n";
  return head + stringify(content, { aliasDuplicateObjects: false, lineWidth: 110 });
}
