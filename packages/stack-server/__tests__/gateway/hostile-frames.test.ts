import fc from "fast-check";
import type { GatewayOptions } from "../../src/gateway/gateway";
import { assumed, awsBehaviorOfMany } from "../behaviors/aws-behavior";
import {
  type Client,
  connect,
  eventually,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

const handlers = {
  named: () => ({ statusCode: 200, body: "named" }),
  fallback: () => ({ statusCode: 200, body: "fallback" }),
};

async function start(
  routeSelectionExpression: string,
  options?: Pick<GatewayOptions, "faults" | "onAccess">,
) {
  const keys = { go: "named", "[go, 1, null]": "named", $disconnect: "fallback", $default: "fallback" };
  const api = webSocketApi(keys, { routeSelectionExpression });
  sample = await startGateway({ webSocketApis: [api] }, handlers, options);
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

/** Sends a message in frames of a size that API Gateway accepts. The whole message may have 128 KB. */
function sendInFrames({ socket }: Client, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at === 0 || at < bytes.length; at += frameBytes) {
    const fin = at + frameBytes >= bytes.length;
    socket.send(bytes.subarray(at, at + frameBytes), { binary: false, fin });
  }
}

const frameBytes = 32 * 1024;
const deepList = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const deepObject = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
const expressions = [
  "$request.body.a",
  "$request.body.[0]",
  "$request.body",
  "${request.body.a}/${request.body.b[0]}",
];
const internal =
  /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/;

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "A list that contains lists or objects selects no route, for any depth and any keys.",
    source: assumed("no route key is meant to be equal to the text of such a list"),
  },
  () => {
    it.each([
      ["a list of 60,000 levels", `[${deepList(60_000)}]`, "fallback"],
      ["an object of 10,000 levels", `[${deepObject(10_000)}]`, "fallback"],
      ["a list with a list of 60,000 levels", `[["go", ${deepList(60_000)}]]`, "fallback"],
      ["an object with a toString", '[{"toString":"go"}]', "fallback"],
      ["a list of objects with a toString", '[["go",{"toString":1,"toJSON":2,"valueOf":3}]]', "fallback"],
      ["a list of objects with a prototype", '[[{"__proto__":{"toString":"go"}}]]', "fallback"],
      ["a lone surrogate", '["\\ud800"]', "fallback"],
      ["a list of scalars", '[["go", 1, null]]', "named"],
      ["a text", '["go"]', "named"],
    ])("for %s", async (_case, text, route) => {
      const client = await start("$request.body.[0]");

      sendInFrames(client, text);

      expect(await client.next()).toBe(route);
      expect(sample.entries).toEqual([]);
    });
  },
);

it.each(expressions)(
  "every frame gets exactly one response with the expression %s, for any content",
  async (expression) => {
    const client = await start(expression);
    const hostileKey = fc.constantFrom(
      "a",
      "b",
      "0",
      "toString",
      "toJSON",
      "valueOf",
      "__proto__",
      "constructor",
      "length",
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "binary" }),
        fc.double(),
        fc.constantFrom(null, true, "go", "\ud800", "$connect", "__proto__", 1e308),
        fc.array(tie("value"), { maxLength: 3 }),
        fc
          .array(fc.tuple(hostileKey, tie("value")), { maxLength: 3 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }));
    const levels = fc.integer({ min: 1, max: 20_000 });
    const frame = fc.oneof(
      value.map((it) => JSON.stringify(it) ?? ""),
      fc.tuple(value, value).map(([a, b]) => `{"a":${JSON.stringify(a)},"b":[${JSON.stringify(b)}]}`),
      levels.map(deepList),
      levels.map((count) => `{"a":${deepList(count)},"b":[${deepObject(Math.ceil(count / 4))}]}`),
      fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    );

    await fc.assert(
      fc.asyncProperty(frame, async (text) => {
        sendInFrames(client, text);

        expect(["named", "fallback"]).toContain(await client.next());
      }),
      { numRuns: 150 },
    );
    expect(client.frames).toEqual([]);
    expect(sample.entries).toEqual([]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  },
);

describe("an internal error of the gateway", () => {
  const broken = (place: string): Pick<GatewayOptions, "faults"> => ({
    faults: {
      apply: async (call: { readonly place: string }) => {
        if (call.place === place) {
          throw new Error(`broken at ${place}`);
        }
        return undefined;
      },
    } as unknown as NonNullable<GatewayOptions["faults"]>,
  });

  it("during a message sends the client an error frame, is logged, and does not close the connection", async () => {
    const client = await start("$request.body.a", broken("frame"));

    client.socket.send("1");
    client.socket.send("2");

    expect([await client.next(), await client.next()]).toEqual([
      expect.stringMatching(internal),
      expect.stringMatching(internal),
    ]);
    expect(sample.entries.map(({ level, message }) => [level, message])).toEqual(
      Array(2).fill([
        "error",
        expect.stringContaining("Internal error of the local gateway: Error: broken at frame"),
      ]),
    );
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it("at the end of a connection is logged", async () => {
    const client = await start("$request.body.a", broken("disconnect"));

    client.socket.close();
    await eventually(() => sample.entries.length > 0);

    expect(sample.entries.map(({ message }) => message)).toEqual([
      expect.stringContaining("broken at disconnect"),
    ]);
  });

  it("after the response is logged, and the client gets no second response", async () => {
    const client = await start("$request.body.a", {
      onAccess: () => {
        throw new Error("the listener is broken");
      },
    });

    client.socket.send("1");
    client.socket.send('{"a":"go"}');

    expect([await client.next(), await client.next()].sort()).toEqual(["fallback", "named"]);
    await eventually(() => sample.entries.length === 2);
    expect(client.frames).toEqual([]);
    expect(sample.entries.map(({ message }) => message)).toEqual(
      Array(2).fill(expect.stringContaining("the listener is broken")),
    );
  });
});
