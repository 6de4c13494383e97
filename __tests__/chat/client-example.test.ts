import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serverFrames } from "@kite-chat/protocol";
import { WebSocket } from "ws";
import * as z from "zod/mini";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { repositoryFolder } from "../../constructs/repository";

interface ExampleMessage {
  readonly type: string;
  readonly content: string;
  readonly isMine: boolean;
}

interface ExampleClient {
  send(text: string): void;
  close(): void;
}

const source = readFileSync(join(repositoryFolder, "docs/examples/client.mjs"), "utf8");

let run: KiteRun;
let host: Host;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
}, 60_000);
afterAll(() => run?.close());

/** Behaves like a browser's WebSocket, which reports an error with an event and never throws it. */
class BrowserWebSocket extends WebSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol);
    this.on("error", () => undefined);
  }
}

/**
 * Runs the example as a page would. The WebSocket is from a package, because the oldest supported version of Node.js
 * has none.
 */
function connect(memberId: string): { readonly client: ExampleClient; readonly messages: ExampleMessage[] } {
  const messages: ExampleMessage[] = [];
  const program = new Function("WebSocket", `${source.replace("export ", "")}\nreturn connectKite;`);
  const client: ExampleClient = program(BrowserWebSocket)({
    url: run.webSocketUrl("").replace(/\?c=$/, ""),
    channel: host.channelName,
    memberId,
    onMessage: (message: ExampleMessage) => messages.push(message),
  });
  return { client, messages };
}

describe("the client in docs/protocol.md", () => {
  it("has at most 40 lines of code", () => {
    const lines = source.split("\n").filter((line) => line !== "" && !line.trim().startsWith("/**"));

    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it("sends a text to the host and receives the answer", async () => {
    const { client, messages } = connect("example-1");
    await eventually("the socket is open", () => run.server.openConnections().length > 0);
    client.send("Hello from the example");
    host.say("Hello to the example", await host.hears("Hello from the example"));

    const answer = await eventually("the answer comes", () => messages.find(({ isMine }) => !isMine));
    client.close();

    expect(answer).toEqual({ type: "TXT", content: "Hello to the example", isMine: false });
  });

  it("sends unacknowledged texts again after a lost connection, and the host receives each text once", async () => {
    const { client } = connect("example-2");
    for (const part of ["one", "two", "three"]) {
      client.send(`Example ${part}`);
    }
    run.server.cutConnections();
    client.send("Example four");

    await host.hears("Example four");
    client.close();

    const told = host.told.filter((text) => text.startsWith("Example "));
    expect(told).toEqual(["Example one", "Example two", "Example three", "Example four"]);
  });

  it("does not connect again after it was closed while it was offline", async () => {
    const { client } = connect("example-3");
    await eventually("the socket is open", () => run.server.openConnections().length > 0);
    run.server.cutConnections();

    client.close();
    await aWhile(2_500);

    expect(run.server.openConnections()).toEqual([]);
  });

  it("shows the history after it has reconnected", async () => {
    const { client, messages } = connect("example-2");

    await eventually("four messages are shown", () => messages.length === 4);
    client.close();

    expect(messages.every(({ isMine }) => isMine)).toBe(true);
  });
});

describe("the frames of the server", () => {
  it("match their schemas", async () => {
    const visitor = await run.visitor(host);
    const answers = [
      await visitor.ask(["TXT", "schema-1", "For the schemas", nextTimestamp()]),
      await visitor.ask(["UPL", "schema-2", "a.pdf", "application/pdf", 3, nextTimestamp()]),
      await visitor.ask(["HIS", 10, null]),
      await visitor.ask(["HIS", 0, null]),
      await visitor.ask(["PING"]),
    ];
    host.say("An answer", await host.hears("For the schemas"));
    answers.push(await visitor.next());

    const types = answers.map((answer) => (answer as unknown[])[0]);
    expect(types).toEqual(["ACK", "UPL", "HIS", "ERR", "PONG", "TXT"]);
    for (const answer of answers) {
      const [type, ...values] = answer as [keyof typeof serverFrames, ...unknown[]];
      const schemas: readonly z.ZodMiniType[] = Object.values(serverFrames[type]);
      const faults = schemas.flatMap(
        (schema, index) => z.safeParse(schema, values[index]).error?.issues ?? [],
      );

      expect([type, values.length, faults]).toEqual([type, schemas.length, []]);
    }
  });
});
