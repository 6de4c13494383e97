import { createServer } from "node:http";
import { freePort, listenLocally } from "../../src/http";
import type { LogEntry } from "../../src/log";
import { type LocalServer, serve } from "../../src/server";
import { connect } from "../gateway/sample-gateway";
import { type SynthesizedStack, synthesizeOtherStack } from "./other-stack";

let stack: SynthesizedStack;
let server: LocalServer;
const entries: LogEntry[] = [];

beforeAll(async () => {
  stack = synthesizeOtherStack();
  server = await serve({
    stackDirectory: stack.stackDirectory,
    port: 0,
    log: (entry) => entries.push(entry),
    handleRequest: (_, response) => response.end("the page"),
  });
});

afterAll(async () => {
  await server.close();
  stack.remove();
});

const socketUrl = () => `${server.url.replace("http", "ws")}/beta`;
const enter = () => connect(`${socketUrl()}?shop=open`, ["shop.v2"]);

describe("a served stack", () => {
  it("accepts the clients that $connect accepts, with the subprotocol that $connect selects", async () => {
    const client = await enter();

    expect(client.socket.protocol).toBe("shop.v2");
    await expect(connect(`${socketUrl()}?shop=closed`, ["shop.v2"])).rejects.toMatchObject({
      statusCode: 403,
    });
    client.socket.close();
  });

  it("passes a message to the queue, the table and back to the socket", async () => {
    const client = await enter();

    client.socket.send(JSON.stringify({ action: "order", id: "o-1", item: "lamp" }));

    expect(JSON.parse(await client.next())).toEqual({ taken: "o-1" });
    expect(JSON.parse(await client.next())).toEqual({ stored: "o-1" });
    expect(await (await fetch(`${server.url}/beta/orders/o-1`)).json()).toEqual({
      order: "lamp",
      path: "/beta/orders/o-1",
      parameters: { id: "o-1" },
      version: expect.stringMatching(/^\d+$/),
    });
    client.socket.close();
  });

  it("responds to a heartbeat with the template of a MOCK integration", async () => {
    const client = await enter();

    client.socket.send('{"action":"beat"}');

    expect(await client.next()).toBe('{"beat":"beta"}');
    client.socket.close();
  });

  it("continues after a crash of a function, and notifies the client", async () => {
    const client = await enter();

    client.socket.send("crash");
    const crashed = JSON.parse(await client.next());
    client.socket.send("this");

    expect(crashed).toMatchObject({ message: "Internal server error", connectionId: expect.any(String) });
    expect(await client.next()).toBe("what is this?");
    expect(entries).toContainEqual(
      expect.objectContaining({
        level: "error",
        source: "gateway",
        message: expect.stringContaining("Runtime exited with error: exit status 1"),
      }),
    );
    client.socket.close();
  });

  it("serves exactly the HTTP routes that it declares", async () => {
    const greedy = await fetch(`${server.url}/beta/files/a/b.txt`, { method: "PUT" });
    const none = await fetch(`${server.url}/beta/orders/1`, { method: "DELETE" });

    expect(await greedy.json()).toMatchObject({ parameters: { path: "a/b.txt" } });
    expect([none.status, await none.json()]).toEqual([404, { message: "Not Found" }]);
  });

  it("logs the resources that are not served", () => {
    expect(server.stack.unserved.map(({ address }) => address)).toContain("aws_sns_topic.news");
    expect(entries).toContainEqual(
      expect.objectContaining({
        level: "warn",
        source: "stack",
        message: expect.stringMatching(/^aws_sns_topic\.news is not served: /),
      }),
    );
  });

  it("runs the stack's invocations at create and at destroy, as the Terraform provider does", async () => {
    await server.create();
    await server.destroy();

    const { payload } = (await server.invoke("worker", { lifecycle: true })) as { payload?: unknown };
    const input = { setup: "shop", table: "shop-orders" };
    expect(payload).toEqual([
      { ...input, tf: { action: "create", prev_input: null } },
      { ...input, tf: { action: "delete", prev_input: input } },
    ]);
  });

  it("has the server's URLs in its outputs", () => {
    expect(server.stack.outputs).toMatchObject({ "socket-url": socketUrl() });
  });

  it("passes all other requests to the `handleRequest` option", async () => {
    expect(await (await fetch(`${server.url}/`)).text()).toBe("the page");
  });

  it.each(["127.0.0.1", "localhost"])("can be reached by %s", async (host) => {
    const client = await connect(`ws://${host}:${new URL(server.url).port}/beta?shop=open`, ["shop.v2"]);

    expect(client.socket.protocol).toBe("shop.v2");
    client.socket.close();
  });
});

describe("a server", () => {
  it("fails if its port is in use, names the port and leaves nothing running", async () => {
    const { port, close } = await listenLocally(() => undefined);

    const start = serve({ stackDirectory: stack.stackDirectory, port });

    await expect(start).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port.`,
    );
    await close();
  });

  it("frees its port if it cannot read its stack", async () => {
    const port = await freePort();

    await expect(serve({ stackDirectory: "/nowhere", port })).rejects.toThrow("/nowhere");

    const probe = createServer();
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject).listen(port, "127.0.0.1", resolve);
    });
    await new Promise((resolve) => probe.close(resolve));
  });

  it("frees its port and closes its connections when it is closed", async () => {
    const second = await serve({
      stackDirectory: stack.stackDirectory,
      port: 0,
      environment: { LAID_OVER: "1" },
    });
    const client = await connect(`${second.url.replace("http", "ws")}/beta?shop=open`, ["shop.v2"]);

    await second.close();
    await second.close();

    expect((await client.closed).code).toBe(1001);
    await expect(fetch(second.url)).rejects.toThrow();
  });
});
