import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { formatLogEntry, startEngine } from "@kite-chat/stack-server";
import { Visitor } from "../../checks/harness/client/visitor";
import { eventually } from "../../checks/harness/eventually";
import { identityKeyOf } from "../../cli/identity/identity-key";
import {
  botToken,
  startTestBotApi,
  type TestBotApi,
  until,
} from "../../packages/bot-api-server/__tests__/bot-api";
import type { FaultsView } from "../../playground/page/fault-view";
import { type Playground, type PlaygroundProps, startPlayground } from "../../playground/start-playground";
import { readSettings } from "../../settings/settings";

const folder = mkdtempSync(join(tmpdir(), "kite-playground-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let log: string[];
let playground: Playground;
let visitor: Visitor | undefined;
afterAll(() => visitor?.close());

async function start(props: Partial<PlaygroundProps> = {}): Promise<Playground> {
  log = [];
  playground = await startPlayground({
    port: 0,
    host: "127.0.0.1",
    outputDirectory: folder,
    log: (entry) => log.push(formatLogEntry(entry)),
    ...props,
  });
  return playground;
}

/** Returns the key that `kite identity-key dev kite-demo --http <url>` prints. */
function identityKeyOfRun(rotate = false): Promise<string> {
  const channelName = "kite-demo";
  return identityKeyOf(readSettings(), {
    stage: "dev",
    channelName,
    http: playground.url,
    rotate,
    meant: false,
  });
}

function tokenOf(id: string, key: string): string {
  const signed = `${id}.${Math.floor(Date.now() / 1000) + 300}`;
  return `${signed}.${createHmac("sha256", key).update(signed).digest("base64url")}`;
}

describe("the playground with the embedded Bot API server", () => {
  beforeAll(() => start(), 60_000);
  afterAll(() => playground?.close());

  it("registers the page's channel before the page is opened", () => {
    const { own } = playground;
    const texts = own?.telegram.messages(own.hostChat.chat.id).map(({ text }) => text);

    expect(texts?.[0]).toBe("/host kite-demo");
    expect(texts?.[1]).toContain("kite-demo");
    expect(own?.telegram.webhook.info.url).toBe(playground.webhookUrl);
    expect(own?.telegram.webhook.settings?.secretToken).toMatch(/^[A-Za-z0-9_-]{20,256}$/);
  });

  it("serves the page and the webhook's health check, and rejects a webhook request without the secret", async () => {
    const page = await fetch(playground.url);
    const health = await fetch(playground.webhookUrl);
    const forged = await fetch(playground.webhookUrl, { method: "POST", body: "{}" });

    expect(await page.text()).toContain("Kite playground");
    expect(await health.text()).toBe("OK");
    expect(forged.status).toBe(401);
  });

  it("passes messages between a visitor and the host", async () => {
    const { own } = playground;
    visitor = await Visitor.connect(playground.webSocketUrl);
    expect(await visitor.ask("Hi")).toBe("OK");
    expect(await visitor.ask(["PING"])).toEqual(["PONG"]);
    expect(await visitor.ask(["JOIN", "visitor-1", "Ada", "kite-demo"])).toEqual(["OK"]);
    expect(await visitor.ask(["TXT", "m1", "Hello", new Date().toISOString()])).toEqual([
      "ACK",
      "m1",
      expect.any(String),
      expect.any(String),
    ]);

    const chat = () => own?.telegram.messages(own.hostChat.chat.id) ?? [];
    await until(() => chat().some(({ text }) => text?.endsWith(" Ada\nHello")));
    const post = chat().findLast(({ text }) => text?.endsWith("\nHello"));
    own?.hostChat.say({ text: "Hi Ada", ...(post && { replyTo: post.message_id }) });
    expect(await visitor.next()).toMatchObject(["TXT", expect.any(String), "Hi Ada", expect.any(String)]);
  });

  it("has a key with which the identity of a visitor is verified", async () => {
    const key = await identityKeyOfRun();
    const join = async (token: string) => {
      const socket = await Visitor.connect(playground.webSocketUrl);
      return socket.ask(["JOIN", "visitor-2", "Ada", "kite-demo", token]);
    };

    expect(key).toMatch(/^[\w-]{43}$/);
    expect(await identityKeyOfRun()).toBe(key);
    expect(await join(tokenOf("ada", key))).toEqual(["OK"]);
    expect(await join(tokenOf("ada", "another key"))).toMatchObject({ 0: "ERR", 2: 403 });
    const next = await identityKeyOfRun(true);
    expect(next).not.toBe(key);
    expect(await join(tokenOf("ada", next))).toEqual(["OK"]);
  });

  it("removes the webhook and releases the port at its end, and never logs the token", async () => {
    const { own, url } = playground;
    const secret = own?.telegram.webhook.settings?.secretToken ?? "none";
    // An open page must not delay the end.
    const events = await fetch(`${url}/playground/events`);
    await playground.close();
    await events.body?.cancel().catch(() => undefined);

    expect(own?.telegram.webhook.info.url).toBe("");
    await expect(fetch(url)).rejects.toThrow();
    expect(log.join("\n")).not.toContain(secret);
    expect(log.join("\n")).not.toMatch(/7000000001:/);
  });
});

describe("the playground with data from an earlier run", () => {
  it("registers the channel again, and keeps its visitor and its key for identities", async () => {
    const dataDirectory = join(folder, "data");
    await start({ dataDirectory });
    visitor = await Visitor.connect(playground.webSocketUrl);
    await visitor.ask(["JOIN", "visitor-1", "Ada", "kite-demo"]);
    await visitor.ask(["TXT", "m1", "Before", new Date().toISOString()]);
    await until(() => hostTexts().some((text) => text.endsWith("Before")));
    const key = await identityKeyOfRun();
    await playground.close();

    await start({ dataDirectory });
    visitor = await Visitor.connect(playground.webSocketUrl);
    expect(await visitor.ask(["JOIN", "visitor-1", "Ada", "kite-demo"])).toEqual(["OK"]);
    expect(await visitor.ask(["TXT", "m1", "Before", new Date().toISOString()])).toMatchObject({ 0: "ACK" });
    expect(await visitor.ask(["TXT", "m2", "After", new Date().toISOString()])).toMatchObject({ 0: "ACK" });
    await until(() => hostTexts().some((text) => text.endsWith("After")));
    expect(await identityKeyOfRun()).toBe(key);
    playground.own?.hostChat.say({ text: "Welcome back" });
    expect(await visitor.next()).toMatchObject({ 0: "TXT", 2: "Welcome back" });
    await playground.close();

    expect(hostTexts().filter((text) => text.includes("Before"))).toEqual([]);
  }, 60_000);

  const hostTexts = () =>
    (playground.own?.hostChat.state.type === "state" ? playground.own.hostChat.state.messages : []).map(
      ({ text }) => text,
    );
});

describe("the playground with an external Bot API server", () => {
  let other: TestBotApi;
  beforeEach(async () => {
    other = await startTestBotApi();
  });
  afterEach(async () => {
    await playground.close();
    await other.close();
  });
  const elsewhere = () => ({ telegramApiRoot: other.url, telegramBotToken: botToken });

  it("sets the server's webhook, passes messages, and removes the webhook at its end", async () => {
    await start(elsewhere());
    expect(playground.own).toBeUndefined();
    expect(other.telegram.webhook.info.url).toBe(playground.webhookUrl);
    expect(other.telegram.webhook.settings?.secretToken).toBeDefined();

    other.telegram.say(other.group.id, other.ada.id, "/host other-channel");
    await until(() => other.telegram.messages(other.group.id).length === 2);
    await playground.close();

    expect(other.telegram.messages(other.group.id)[1]?.text).toContain("other-channel");
    expect(other.telegram.webhook.info.url).toBe("");
    expect(log.join("\n")).not.toContain(botToken);
  });

  it("rejects a bot whose webhook has another URL, unless takeOver is set", async () => {
    await other.call("setWebhook", { url: "http://127.0.0.1:1/elsewhere" });
    await expect(start(elsewhere())).rejects.toThrow("--take-over");
    expect(other.telegram.webhook.info.url).toBe("http://127.0.0.1:1/elsewhere");

    await start({ ...elsewhere(), takeOver: true });
    expect(other.telegram.webhook.info.url).toBe(playground.webhookUrl);
  });
});

describe("the playground with lagging reads", () => {
  const TableName = "dev.Channels";
  const Item = { channelKey: "late" };

  /** Writes a row to the database at the URL that the playground reports, and reads it back. */
  async function writeAndRead({ server }: Playground) {
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        endpoint: server.dynamodbEndpoint,
        region: server.stack.region,
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      }),
    );
    const read = async () => (await client.send(new GetCommand({ TableName, Key: Item }))).Item;
    try {
      await client.send(new PutCommand({ TableName, Item }));
      const first = await read();
      await eventually("the row is shown", read);
      return first;
    } finally {
      client.destroy();
    }
  }

  const offersLag = async ({ url }: Playground) => {
    const { places } = (await (await fetch(`${url}/playground/faults`)).json()) as FaultsView;
    return places.some(({ place }) => place === "reads");
  };

  it("honors the option lagMilliseconds, and allows the page to change the lag", async () => {
    const started = await start({ lagMilliseconds: 800 });
    try {
      expect(await writeAndRead(started)).toBeUndefined();
      expect(await offersLag(started)).toBe(true);
    } finally {
      await started.close();
    }
  }, 60_000);

  it("ignores the lag with an external database, and logs this once", async () => {
    const engine = await startEngine();
    try {
      const started = await start({ lagMilliseconds: 800, dynamodbEndpoint: engine.endpoint });
      try {
        expect(await writeAndRead(started)).toEqual(Item);
        expect(await offersLag(started)).toBe(false);
        expect(log.filter((line) => line.includes("Reads do not lag as they do on AWS"))).toHaveLength(1);
      } finally {
        await started.close();
      }
    } finally {
      await engine.close();
    }
  }, 60_000);
});
