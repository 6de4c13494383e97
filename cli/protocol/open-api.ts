import { channelNamePattern, channelNameRule } from "@kite-chat/protocol";
import { page } from "./async-api";

const script = { "text/javascript": { schema: { type: "string" } } };
const plainText = { "text/plain": { schema: { type: "string" } } };
const channelSchema = { type: "string", pattern: channelNamePattern.source, description: channelNameRule };
const notChanged = { description: "The client already has this body." };
const notFound = { description: "The file or script does not exist.", content: plainText };

const inPath = (name: string, description: string, schema: object = { type: "string" }) => ({
  name,
  in: "path",
  required: true,
  description,
  schema,
});
const encodings = [
  {
    name: "Accept-Encoding",
    in: "header",
    schema: { type: "string" },
    description: "Brotli, gzip or neither.",
  },
  { name: "If-None-Match", in: "header", schema: { type: "string" }, description: "The ETag of a body." },
];

/** The operations of the HTTP API, by path and method. */
export const httpOperations = {
  "/tg": {
    get: {
      summary: "Reports that the stage is alive.",
      responses: { 200: { description: "OK", content: { "text/plain": { schema: { const: "OK" } } } } },
    },
    post: {
      summary: "Receives an update of Telegram.",
      parameters: [
        {
          name: "X-Telegram-Bot-Api-Secret-Token",
          in: "header",
          required: true,
          schema: { type: "string" },
          description: "The webhook's secret.",
        },
      ],
      requestBody: {
        required: true,
        content: { "application/json": { schema: { type: "object" } } },
        description: "https://core.telegram.org/bots/api#update",
      },
      responses: {
        200: { description: "The update is handled, and Telegram must not send it again." },
        401: { description: "The secret is missing or wrong." },
        503: { description: "Send the update again." },
      },
    },
  },
  "/files/{key}/{name}": {
    get: {
      summary: "Redirects to a file. This is the canonicalUri of the WebSocket API.",
      parameters: [inPath("key", "The random key of the file."), inPath("name", "The name of the file.")],
      responses: {
        302: {
          description: "The redirect is valid for some minutes.",
          headers: { Location: { schema: { type: "string", format: "uri" } } },
        },
        403: { description: "The request did not come through the proxy." },
        404: notFound,
        503: { description: "Try again." },
      },
    },
  },
  "/widget.js": {
    get: {
      summary: "Returns the widget: the script for a page.",
      parameters: [{ name: "c", in: "query", schema: channelSchema }, ...encodings],
      responses: {
        200: { description: "The script, with the address of the stage in it.", content: script },
        304: notChanged,
        400: { description: "The name of the channel has an invalid form.", content: plainText },
      },
    },
  },
  "/widget.json": {
    get: {
      summary: "Returns the data of the stage for kite embed: its addresses, and the hash of the script.",
      responses: {
        200: { description: "OK", content: { "application/json": { schema: { type: "object" } } } },
      },
    },
  },
  "/{file}": {
    get: {
      summary:
        "Returns a script of this release or of one of the four releases before it. The script never changes.",
      parameters: [inPath("file", "widget-<hash>.js"), ...encodings],
      responses: { 200: { description: "The script.", content: script }, 304: notChanged, 404: notFound },
    },
  },
  "/chat/{channel}": {
    get: {
      summary: "Returns a page with the chat of a channel, for links and QR codes.",
      parameters: [inPath("channel", "The name of the channel.", channelSchema), ...encodings],
      responses: {
        200: { description: "The page.", content: { "text/html": { schema: { type: "string" } } } },
        304: notChanged,
        400: { description: "The name of the channel has an invalid form.", content: plainText },
      },
    },
  },
};

/** Writes the HTTP API as OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.0 */
export function openApi(): string {
  return page({
    openapi: "3.1.0",
    info: {
      title: "Kite: HTTP API",
      version: "1",
      description: "Telegram's webhook, files, and the widget. The chat itself is in asyncapi.yaml.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [
      {
        url: "https://{host}/{stage}",
        variables: {
          host: { default: "api.example.com" },
          stage: { default: "prod", enum: ["dev", "prod"] },
        },
      },
    ],
    paths: httpOperations,
  });
}
