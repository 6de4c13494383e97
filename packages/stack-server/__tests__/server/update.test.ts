import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import type { LogEntry } from "../../src/log";
import { type LocalServer, serve } from "../../src/server";
import { connect, eventually } from "../gateway/sample-gateway";
import { type SynthesizedStack, synthesizeOtherStack } from "./other-stack";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

let stack: SynthesizedStack;
let server: LocalServer;
let entries: LogEntry[];
let directory: string;
let original: string;

beforeAll(() => {
  stack = synthesizeOtherStack();
  directory = stack.stackDirectory;
  original = readFileSync(join(directory, "cdk.tf.json"), "utf8");
});
afterAll(() => stack.remove());

beforeEach(async () => {
  entries = [];
  const log = (entry: LogEntry) => entries.push(entry);
  server = await serve({ stackDirectory: synthesizeAgain(), port: 0, log });
});
afterEach(() => server.close());

/** Replaces the synthesized stack with the output of a second synthesis. @returns the folder */
function synthesizeAgain(change: (resource: Resources) => void = () => undefined, source?: string): string {
  const stack = JSON.parse(original) as { resource: Resources };
  set("aws_lambda_function", "worker", oneThread)(stack.resource);
  change(stack.resource);
  if (source !== undefined) {
    const filename = `desk-${createHash("sha256").update(source).digest("hex")}.zip`;
    writeFileSync(join(directory, filename), zipSync({ "index.mjs": Buffer.from(source) }));
    set("aws_lambda_function", "desk", { filename })(stack.resource);
  }
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack));
  return directory;
}

/** Limits a function to one thread, so that a counter in its memory is kept until the function is replaced. */
const oneThread = { reserved_concurrent_executions: 1 };

/** Changes attributes of one resource. */
const set = (type: string, name: string, attributes: Record<string, unknown>) => (resource: Resources) => {
  Object.assign(resource[type]?.[name] ?? {}, attributes);
};

const enter = () => connect(`${server.url.replace("http", "ws")}/beta?shop=open`, ["shop.v2"]);
const desk2 =
  'export const handler = async (event) => ({ statusCode: 200, body: "the new desk says: " + event.body });';

/** Creates a function that responds to the message `one` only when the file `release` exists. */
const waitingDesk = (release: string) => `
import { existsSync } from "node:fs";
export const handler = async (event) => {
  if (event.body === "one") {
    console.log("begun");
    while (!existsSync(${JSON.stringify(release)})) await new Promise((done) => setTimeout(done, 10));
  }
  return { statusCode: 200, body: "the old desk says: " + event.body };
};`;

describe("a server that is updated with a changed stack", () => {
  it("serves a route by its new key, on an open socket", async () => {
    const client = await enter();

    const changes = await server.update(
      synthesizeAgain(set("aws_apigatewayv2_route", "beat", { route_key: "pulse" })),
    );
    client.socket.send('{"action":"pulse"}');
    const pulse = await client.next();
    client.socket.send('{"action":"beat"}');
    const beat = await client.next();

    expect(pulse).toBe('{"beat":"beta"}');
    expect(beat).toBe('what is {"action":"beat"}?');
    expect(changes).toEqual(["route pulse is new", "route beat is gone"]);
    expect(server.stack.webSocketApis[0]?.routes.map(({ routeKey }) => routeKey)).toContain("pulse");
    client.socket.close();
  });

  it("serves a new HTTP route, and no longer serves a removed route", async () => {
    await server.update(
      synthesizeAgain(set("aws_apigatewayv2_route", "web-files", { route_key: "GET /papers/{path+}" })),
    );

    expect((await fetch(`${server.url}/beta/papers/a`)).status).toBe(200);
    expect((await fetch(`${server.url}/beta/files/a`)).status).toBe(404);
  });

  it("finishes running invocations in the old code, and runs later invocations in the new code", async () => {
    const release = join(directory, "release");
    await server.update(synthesizeAgain(() => undefined, waitingDesk(release)));
    const client = await connect(`${server.url.replace("http", "ws")}/beta`);
    client.socket.send("one");
    await eventually(() => entries.some(({ message }) => message === "begun"));

    await server.update(synthesizeAgain(() => undefined, desk2));
    client.socket.send("two");
    expect(await client.next()).toBe("the new desk says: two");
    writeFileSync(release, "");

    expect(await client.next()).toBe("the old desk says: one");
    client.socket.close();
  });

  it("keeps a function whose package and settings did not change", async () => {
    await server.create();
    await server.update(synthesizeAgain(() => undefined, desk2));

    const lifecycle = await server.invoke("worker", { lifecycle: true });
    expect(lifecycle).toMatchObject({ ok: true, payload: [{ setup: "shop", tf: { action: "create" } }] });
  });

  it("passes the new environment to functions, and creates new tables and queues", async () => {
    const other = synthesizeAgain((resource) => {
      const worker = resource.aws_lambda_function?.worker as {
        environment: { variables: Record<string, string> };
      };
      worker.environment.variables.COLOUR = "red";
      Object.assign(resource.aws_dynamodb_table ?? {}, {
        stock: { ...resource.aws_dynamodb_table?.orders, name: "shop-stock" },
      });
      Object.assign(resource.aws_sqs_queue ?? {}, {
        more: { name: "shop-more", visibility_timeout_seconds: 5 },
      });
    });

    const changes = await server.update(other);

    expect(changes).toEqual([
      "function worker has changed",
      "table shop-stock is new",
      "queue shop-more is new",
    ]);
    expect(await server.invoke("worker", { environment: true })).toMatchObject({
      payload: { COLOUR: "red" },
    });
    expect(server.stack.queues.map(({ queueName }) => queueName)).toEqual(["shop-work", "shop-more"]);
  });

  it("runs lifecycle invocations as Terraform does: with the previous input, if the input has changed", async () => {
    await server.create();

    await server.update(
      synthesizeAgain(set("aws_lambda_invocation", "setup", { input: '{"setup":"shop 2"}' })),
    );

    expect(await server.invoke("worker", { lifecycle: true })).toMatchObject({
      payload: [
        { tf: { action: "create", prev_input: null } },
        { setup: "shop 2", tf: { action: "update", prev_input: { setup: "shop", table: "shop-orders" } } },
      ],
    });
  });

  it("delivers pending messages of a queue whose mapping changed", async () => {
    const client = await enter();
    const off = synthesizeAgain(set("aws_lambda_event_source_mapping", "source", { enabled: false }));
    await server.update(off);
    client.socket.send(JSON.stringify({ action: "order", id: "o-1", item: "lamp" }));
    expect(JSON.parse(await client.next())).toEqual({ taken: "o-1" });

    await server.update(synthesizeAgain());

    expect(JSON.parse(await client.next())).toEqual({ stored: "o-1" });
    client.socket.close();
  });

  it("closes only the sockets of a removed stage", async () => {
    const client = await enter();
    const closed = new Promise((resolve) => client.socket.once("close", resolve));

    await server.update(synthesizeAgain(set("aws_apigatewayv2_stage", "socket-stage", { name: "gamma" })));

    expect(await closed).toBe(1001);
    await expect(enter()).rejects.toMatchObject({ statusCode: 403 });
  });

  it.each<[string, (resource: Resources) => void, RegExp]>([
    [
      "has a reference without a target",
      set("aws_apigatewayv2_route", "beat", {
        target: "integrations/${aws_apigatewayv2_integration.none.id}",
      }),
      /aws_apigatewayv2_route\.beat/,
    ],
    [
      "has a table with other keys",
      (resource) => {
        set("aws_dynamodb_table", "orders", {
          hash_key: "number",
          attribute: [{ name: "number", type: "N" }],
        })(resource);
      },
      /shop-orders has the keys .*Empty the database/,
    ],
  ])(
    "keeps serving the old stack if the new one %s, and reports the reason",
    async (_case, change, message) => {
      const client = await enter();

      await expect(server.update(synthesizeAgain(change))).rejects.toThrow(message);

      client.socket.send('{"action":"beat"}');
      expect(await client.next()).toBe('{"beat":"beta"}');
      client.socket.close();
    },
  );

  it("rejects changes that need a restart, and reports the changes and the fix", async () => {
    writeFileSync(join(directory, "cdk.tf.json"), original.replaceAll("us-east-2", "us-west-1"));

    await expect(server.update(directory)).rejects.toThrow(
      /the region changes from us-east-2 to us-west-1\. Restart it/,
    );
    expect(server.stack.region).toBe("us-east-2");
  });

  it("changes nothing if the stack is unchanged", async () => {
    expect(await server.update(synthesizeAgain())).toEqual([]);
    expect(entries.filter(({ level }) => level === "error")).toEqual([]);
  });
});
