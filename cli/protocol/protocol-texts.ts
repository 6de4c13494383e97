import { channelNameRule, type ErrorName, subprotocol } from "@kite-chat/protocol";
import { rejections } from "../../lambda-src/chat/texts/english";

/** The section on connecting. */
export const connection = `Use this page to write a client for visitors: an app or a test. The widget uses the same protocol.
\`npx kite describe-protocol\` writes this page from the schemas in \`protocol/\`. [asyncapi.yaml](asyncapi.yaml) has the
same frames for tools, and [openapi.yaml](openapi.yaml) has the HTTP API.

Open a WebSocket to \`wss://<host>/<stage>?c=<channel>\` and offer the subprotocol \`${subprotocol}\`. The name of a channel has
${channelNameRule}. \`?c=\` is optional: with it, \`JOIN\` must name the same channel. The bot's answer to \`/host\` and to
\`/info\` contains the address. A client that offers only other subprotocols is rejected with 400, and a page whose origin is
not in \`allowedOrigins\` with 403.

A frame is a JSON array in a text message. Its first element is the type. Times are ISO 8601 in UTC. The server
answers a text that is not JSON with \`OK\`, so that you can check with wscat whether the chat is running.

Each frame gets one answer. Frames of one socket are handled in parallel, so answers may arrive in another order. An object,
such as \`{"message": "Internal server error"}\`, comes from API Gateway: treat it as an \`ERR\` with code 500.`;

/** The sequence diagrams. */
export const diagrams: readonly string[] = [
  "## Joining",
  diagram(`  participant C as Client
  participant S as Server
  C->>S: open wss://…?c=ada-shop
  C->>S: ["JOIN", "visitor-1", "Ada", "ada-shop"]
  S-->>C: ["OK"]
  C->>S: ["HIS", 50, null]
  S-->>C: ["HIS", […]]
  C->>S: ["TXT", "m1", "Hello", time]
  S-->>C: ["ACK", "m1", id, time]
  Note over S: stored: it reaches the host
  S->>C: ["TXT", "u000000000042", "Hi", time]`),
  `The memberId proves who the visitor is. Make it random, store it in the browser, and keep it secret. A shop with logins
passes a token instead: [identify visitors](guides/identify-visitors.md).

After \`OK\`, the server sends the messages that arrived while the visitor was offline.`,
  "## Files",
  diagram(`  participant C as Client
  participant S as Server
  participant B as Bucket
  C->>S: ["UPL", "m2", "receipt.pdf", "application/pdf", 48213, time]
  S-->>C: ["UPL", "m2", canonicalUri, uploadUri]
  C->>B: PUT uploadUri, Content-Type: application/pdf
  B-->>C: 200
  C->>S: ["BIN", "m2", canonicalUri, "receipt.pdf", "application/pdf", 48213, time]
  S-->>C: ["ACK", "m2", id, time]`),
  "Use the same messageId, name, type and size in both frames. A canonicalUri redirects to the file as long as it is stored.",
  "## History",
  diagram(`  participant C as Client
  participant S as Server
  C->>S: ["HIS", 50, null]
  S-->>C: ["HIS", [the newest 50, oldest first]]
  C->>S: ["HIS", 50, the oldest time]
  S-->>C: ["HIS", [the 50 before]]
  C->>S: ["HIS", 50, the oldest time]
  S-->>C: ["HIS", []]
  Note over C: there are no older ones`),
  "## Reconnecting",
  diagram(`  participant C as Client
  participant S as Server
  C->>S: ["TXT", "m3", "Still there?", time]
  Note over C,S: the connection breaks before ACK
  Note over C: wait: 1 s, 2 s, 4 s … with jitter
  C->>S: open, then JOIN
  S-->>C: ["OK"]
  C->>S: the same frame ["TXT", "m3", …] again
  S-->>C: ["ACK", "m3", id, time]
  Note over S: the host sees it once
  S->>C: messages that the old socket may have lost`),
  "## Too many frames",
  diagram(`  participant C as Client
  participant S as Server
  C->>S: ["TXT", "m4", …]
  S-->>C: ["ERR", ${JSON.stringify(rejections.tooFast(3_000))}, 429]
  Note over C: wait 3 seconds
  C->>S: ["TXT", "m4", …]
  S-->>C: ["ACK", "m4", id, time]`),
];

/** The section with the requirements for a client. */
export const duties = `## What a client must do

- **Send a message again until its \`ACK\` arrives**, with the same messageId and timestamp. The server stores a repeated
  message once, and sends the same \`ACK\`.
- **Show a message of the host once.** After a \`JOIN\`, messages may arrive again with the same messageId.
- **Make timestamps strictly increasing.** The host sees messages in the order of their timestamps. A timestamp that differs by more than five minutes from the server's clock is replaced by the time of arrival.
- **Connect and join again** after a lost socket, with increasing waits. After a close with code 1000 that you did not request,
  wait until the visitor does something: the visitor has opened too many sockets.
- **Send \`PING\`** every nine minutes to keep an idle socket open, every 55 seconds behind Cloudflare's proxy.
- **Upload with \`PUT\`**, with the header \`content-type\` and exactly the size that \`UPL\` named. The address is valid for an
  hour.`;

/** The advice to a client for each error. docs/errors.md describes when each occurs. */
export const errorAdvice: Readonly<Record<ErrorName, string>> = {
  malformed: "correct the frame: the reason names the field",
  notJoined: "send `JOIN` again on a new socket; with a token, get another one first",
  forbidden: "give up: the page, the file or the token is not allowed",
  unknownChannel: "give up, and check the name of the channel",
  conflict: "open another socket for another member or channel; upload the file before `BIN`",
  tooLarge: "show the visitor the limit",
  tooMany: "wait as long as the reason says, then send the frame again",
  internal: "send the frame again",
};

/** The rules for additions to the protocol. */
export const additions = `## Additions

The protocol grows without breaking a client:

- A client names the additions that it understands in \`features\` of \`CTX\`. The server sends a frame of an addition only to
  a socket that named it. A client that sends no \`CTX\` gets the frames above and no others.
- There is one addition, \`EDT\`: a host's edit. Another client gets a \`TXT\` that starts with ✎, with its own messageId.
  \`HIS\` shows the same: the edited text in place of the earlier one for a socket that named \`EDT\`, and both texts for another.
- A new element is added at the end of a frame. Clients ignore elements that they do not know.
- A new frame of a client gets \`ERR\` 400 from a server that does not know it. The client continues without it.
- A type, a field and a code never change their meaning. A change that breaks this rule needs a new subprotocol.`;

function diagram(body: string): string {
  return `\`\`\`mermaid\nsequenceDiagram\n${body}\n\`\`\``;
}
