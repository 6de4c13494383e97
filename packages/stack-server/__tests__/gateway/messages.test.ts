import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import {
  type Client,
  connect,
  eventually,
  type Handler,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const twoWayPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-route-response.html",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(
  routes: Parameters<typeof webSocketApi>[0],
  handlers: Record<string, Handler>,
): Promise<Client> {
  sample = await startGateway({ webSocketApis: [webSocketApi(routes)] }, handlers);
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

const named = (name: string) => () => ({ statusCode: 200, body: name });

/** Sends a frame whose response arrives after all effects of the earlier messages. */
async function framesBeforeTheNext(client: Client): Promise<readonly string[]> {
  client.socket.send('{"action":"mark"}');
  const frames: string[] = [];
  for (let frame = await client.next(); frame !== "mark"; frame = await client.next()) {
    frames.push(frame);
  }
  return frames;
}

describe("the response to a message", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: two-way and one-way routes",
      aws: "On a route with a route response the `body` of the function's response is sent to the client unchanged.",
      source: twoWayPage,
    },
    () => {
      it.each([
        ["a text", { statusCode: 200, body: '["OK"]' }, '["OK"]'],
        ["a body of many frames", { statusCode: 200, body: "é".repeat(40_000) }, "é".repeat(40_000)],
      ])("for %s", async (_, answer, frame) => {
        const client = await start({ $default: "app" }, { app: () => answer });

        client.socket.send("x");

        expect(await client.next()).toBe(frame);
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: two-way and one-way routes",
      aws: "The status of the response to a message has no effect: even for a 403 or 500, the body is sent.",
      source: observed(
        "https://github.com/yai333/React-Chat-App-using-AWS-API-Gateway-Websocket-and-Serverless-Framework/issues/2",
      ),
    },
    async () => {
      const client = await start({ $default: "app" }, { app: () => ({ statusCode: 500, body: "no" }) });

      client.socket.send("x");

      expect(await client.next()).toBe("no");
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: two-way and one-way routes",
      aws: "On a route without a route response, the function's response is not sent to the client.",
      source: twoWayPage,
    },
    async () => {
      const client = await start(
        { "$default>": "app", mark: "mark" },
        {
          app: () => ({ statusCode: 200, body: "kept back" }),
          mark: named("mark"),
        },
      );

      client.socket.send("x");

      expect(await framesBeforeTheNext(client)).toEqual([]);
      expect(sample.seen.map(({ name }) => name)).toEqual(["app", "mark"]);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: two-way and one-way routes",
      aws: "If a response has no body or an empty body, the client gets no message.",
      source: assumed("an empty message would have no meaning for the client"),
    },
    () => {
      it.each([[{ statusCode: 200 }], [{ statusCode: 200, body: "" }]])(
        "for the response %j",
        async (answer) => {
          const client = await start(
            { $default: "app", mark: "mark" },
            { app: () => answer, mark: named("mark") },
          );

          client.socket.send("x");

          expect(await framesBeforeTheNext(client)).toEqual([]);
          expect(sample.entries).toEqual([]);
        },
      );
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: two-way and one-way routes",
      aws: "Messages of one connection are handled in parallel, so the response to a later message can arrive first.",
      source: assumed("each message is a separate invocation, and no order is documented"),
    },
    async () => {
      let release: (value: unknown) => void = () => undefined;
      const slow = new Promise((resolve) => {
        release = resolve;
      });
      const client = await start(
        { slow: "slow", quick: "quick" },
        { slow: () => slow, quick: named("quick") },
      );

      client.socket.send('{"action":"slow"}');
      client.socket.send('{"action":"quick"}');
      const first = await client.next();
      release({ statusCode: 200, body: "slow" });

      expect([first, await client.next()]).toEqual(["quick", "slow"]);
    },
  );

  it("is dropped without an error if the client has disconnected", async () => {
    let release: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      release = resolve;
    });
    const client = await start({ $default: "app" }, { app: () => slow });
    client.socket.send("x");
    await eventually(() => sample.seen.length === 1);
    client.socket.terminate();
    await client.closed;

    release({ statusCode: 200, body: "late" });
    await sample.gateway.close();

    expect(sample.entries).toEqual([]);
  });
});
