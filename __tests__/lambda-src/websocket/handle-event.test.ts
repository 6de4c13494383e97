import { handleWebSocketEvent, type WebSocketEvent } from "../../../lambda-src/websocket/handle-event";

const ports = {
  connections: { open: async () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
} as unknown as Parameters<typeof handleWebSocketEvent>[0];
const settings = {
  allowedOrigins: ["*"],
  ingress: { webSocketHost: undefined, proxySecret: undefined },
};

function connect(event: Pick<WebSocketEvent, "headers" | "multiValueHeaders">) {
  return handleWebSocketEvent(ports, settings, {
    requestContext: { eventType: "CONNECT", connectionId: "c1", requestTimeEpoch: 0 },
    queryStringParameters: { c: "kite-demo" },
    ...event,
  });
}

const ours = "k1te.chat.v1";
const agreed = { statusCode: 200, headers: { "Sec-WebSocket-Protocol": ours } };

describe("the subprotocol of $connect", () => {
  it.each<[string, Pick<WebSocketEvent, "headers" | "multiValueHeaders">]>([
    ["one line", { headers: { "Sec-WebSocket-Protocol": `other.v1,  ${ours}` } }],
    [
      "the first of two lines",
      {
        headers: { "Sec-WebSocket-Protocol": "other.v1" },
        multiValueHeaders: { "Sec-WebSocket-Protocol": [ours, "other.v1"] },
      },
    ],
    [
      "the last of two lines, the first of which is a list",
      {
        headers: { "Sec-WebSocket-Protocol": ours },
        multiValueHeaders: { "Sec-WebSocket-Protocol": ["a, b", ours] },
      },
    ],
    [
      "lines with two spellings of the name",
      {
        headers: { "Sec-WebSocket-Protocol": "a", "sec-websocket-protocol": ours },
        multiValueHeaders: { "Sec-WebSocket-Protocol": ["a"], "sec-websocket-protocol": [ours] },
      },
    ],
  ])("is accepted if it is in %s", async (_case, event) => {
    expect(await connect(event)).toEqual(agreed);
  });

  it.each<[string, Pick<WebSocketEvent, "headers" | "multiValueHeaders">]>([
    ["one line", { headers: { "Sec-WebSocket-Protocol": "other.v1" } }],
    [
      "every line",
      {
        headers: { "Sec-WebSocket-Protocol": "a" },
        multiValueHeaders: { "Sec-WebSocket-Protocol": ["a", "b, k1te.chat.v10"] },
      },
    ],
    ["an empty line", { headers: {}, multiValueHeaders: { "sec-websocket-protocol": [""] } }],
  ])("is required, and a 400 is returned if it is not in %s", async (_case, event) => {
    expect(await connect(event)).toEqual({ statusCode: 400, body: expect.stringContaining(ours) });
  });

  it("is not required from a client that offers none", async () => {
    expect(await connect({ headers: { Host: "h" }, multiValueHeaders: { Host: ["h"] } })).toEqual({
      statusCode: 200,
    });
  });
});
