import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "../../src/clock";
import { startEngine } from "../../src/data/engine";
import { type LocalServer, type ServeOptions, serve } from "../../src/server";
import { connect, eventually } from "../gateway/sample-gateway";
import { type SynthesizedStack, synthesizeOtherStack } from "./other-stack";

let stack: SynthesizedStack;
let server: LocalServer | undefined;

beforeAll(() => {
  stack = synthesizeOtherStack();
});

afterEach(async () => {
  await server?.close();
  server = undefined;
});

afterAll(() => stack.remove());

async function start(options: Partial<ServeOptions> = {}): Promise<LocalServer> {
  server = await serve({ stackDirectory: stack.stackDirectory, port: 0, ...options });
  return server;
}

async function environment(of: LocalServer) {
  return (await of.invoke("worker", { environment: true })) as {
    readonly payload: Readonly<Record<string, string>>;
  };
}

async function order(at: LocalServer, id: string) {
  const client = await connect(`${at.url.replace("http", "ws")}/beta?shop=open`, ["shop.v2"]);
  client.socket.send(JSON.stringify({ action: "order", id, item: "lamp" }));
  await client.next();
  await client.next();
  client.socket.close();
}

async function item(at: LocalServer, id: string) {
  return ((await (await fetch(`${at.url}/beta/orders/${id}`)).json()) as { readonly order: unknown }).order;
}

describe("serve", () => {
  it("directs the functions' AWS SDK to the local services, with dummy credentials", async () => {
    const { url, dynamodbEndpoint, servicesEndpoint } = await start();

    const { payload } = await environment(server as LocalServer);

    expect(payload).toMatchObject({
      TABLE: "shop-orders",
      AWS_REGION: "us-east-2",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
      AWS_ENDPOINT_URL_SQS: servicesEndpoint,
      AWS_ENDPOINT_URL_SSM: servicesEndpoint,
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `http://127.0.0.1:${new URL(url).port}/beta`,
    });
  });

  it("honors the `environment` option, which overrides the stack's variables", async () => {
    const started = await start({ environment: { TABLE: "other", EXTRA: "1" } });

    const { payload } = await environment(started);

    expect(payload).toMatchObject({ TABLE: "other", EXTRA: "1" });
  });

  it("honors the `parameters` option", async () => {
    const started = await start({ parameters: { "/shop/key": "for the functions" } });

    const result = await started.invoke("worker", { parameter: "/shop/key" });

    expect(result).toEqual({ ok: true, payload: "for the functions" });
  });

  it("honors the `publicUrl` option in the stack's URLs, and still listens locally", async () => {
    const started = await start({ publicUrl: "https://tunnel.example/" });

    expect(started.stack.outputs).toEqual({ "socket-url": "wss://tunnel.example/beta" });
    expect(started.url).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it("honors the `dataDirectory` option: data survives a restart", async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), "shop-data-"));
    const first = await start({ dataDirectory });
    await order(first, "o-1");
    await first.close();

    const second = await start({ dataDirectory });

    expect(await item(second, "o-1")).toBe("lamp");
    await second.close();
    rmSync(dataDirectory, { recursive: true });
  });

  it("honors the `dynamodbEndpoint` option: creates the tables there, and does not stop that database", async () => {
    const engine = await startEngine({});
    const first = await start({ dynamodbEndpoint: engine.endpoint });
    await order(first, "o-2");
    await first.close();

    const second = await start({ dynamodbEndpoint: engine.endpoint });

    expect(second.dynamodbEndpoint).toBe(engine.endpoint);
    expect(await item(second, "o-2")).toBe("lamp");
    await second.close();
    await engine.close();
  });

  it("honors the `host` and `port` options", async () => {
    const { port } = new URL((await start()).url);
    await server?.close();

    const started = await start({ host: "0.0.0.0", port: Number(port) });

    expect(started.url).toBe(`http://localhost:${port}`);
    expect((await fetch(`${started.url}/`)).status).toBe(404);
  });

  it("honors the `clock` option", async () => {
    const clock = new ManualClock();
    const started = await start({ clock });
    const client = await connect(`${started.url.replace("http", "ws")}/beta?shop=open`, ["shop.v2"]);

    await clock.advance(10 * 60_000);

    expect((await client.closed).code).toBe(1001);
  });

  it("honors the `adapt` option at the start and at an update", async () => {
    const urls: string[] = [];
    const started = await start({
      adapt: (stack, { url }) => {
        urls.push(url);
        const functions = stack.functions.map((model) => ({
          ...model,
          environment: { ...model.environment, ADAPTED: String(urls.length) },
        }));
        return { ...stack, functions };
      },
    });
    const before = await environment(started);
    await started.update(stack.stackDirectory);
    const after = await environment(started);

    expect([before.payload.ADAPTED, after.payload.ADAPTED]).toEqual(["1", "2"]);
    expect(urls).toEqual([started.url, started.url]);
  });

  it("honors the `acceptsHost` option", async () => {
    const { url } = await start({ acceptsHost: (host) => host.startsWith("localhost:") });
    const socketUrl = (name: string) =>
      `${url.replace("http", "ws").replace("localhost", name)}/beta?shop=open`;

    const client = await connect(socketUrl("localhost"), ["shop.v2"]);

    await expect(connect(socketUrl("127.0.0.1"), ["shop.v2"])).rejects.toMatchObject({ statusCode: 403 });
    client.socket.close();
  });

  it("honors the `log` option: it receives the functions' output", async () => {
    const lines: string[] = [];
    const started = await start({ log: ({ source, message }) => lines.push(`${source}: ${message}`) });

    await started.invoke("desk", { requestContext: {}, body: "crash" });
    await eventually(() => lines.some((line) => line.startsWith("desk: ")));

    expect(lines).toContainEqual(expect.stringMatching(/^desk: RequestId: .* exit status 1$/));
  });
});
