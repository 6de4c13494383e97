import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { Visitor } from "../../checks/harness/client/visitor";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { identityKeyOf } from "../../cli/identity/identity-key";
import { repositoryFolder } from "../../constructs/repository";
import { identityVersionWriter } from "../../lambda-src/aws/identity-versions";
import { readSettings } from "../../settings/settings";
import { AwsStandIn } from "../cli/aws-stand-in";
import { settingsFolder, smallest } from "../settings/settings-folder";

let run: KiteRun;
let aws: AwsStandIn;
let host: Host;
let key: string;
const environment = { ...process.env };
beforeAll(async () => {
  run = await KiteRun.start();
  aws = await AwsStandIn.start();
  const dispatcher = run.server.stack.functions.find(({ functionName }) => functionName === "dev-outbox");
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: run.server.dynamodbEndpoint,
    AWS_ENDPOINT_URL_SSM: new URL(dispatcher?.environment.OUTBOX_QUEUE_URL ?? "").origin,
    AWS_ENDPOINT_URL_STS: aws.url,
  });
  host = await run.host();
  key = await keyOf(host.channelName);
}, 60_000);
afterAll(async () => {
  process.env = environment;
  await aws?.close();
  await run?.close();
});

/** Returns the key that `kite identity-key dev` prints. */
function keyOf(channelName: string, rotate = false): Promise<string> {
  const settings = readSettings({ directory: settingsFolder(smallest), environment: {} });
  return identityKeyOf(settings, { stage: "dev", channelName, rotate, meant: false });
}

const fiveMinutes = () => Math.floor(Date.now() / 1000) + 300;

function sign(id: string, expiry: number | string, by = key): string {
  const signed = `${id}.${expiry}`;
  return `${signed}.${createHmac("sha256", by).update(signed).digest("base64url")}`;
}

async function joinWith(token: unknown, memberId = "m", channelName = host.channelName) {
  const socket = await Visitor.connect(run.webSocketUrl(channelName));
  return { socket, answer: await socket.ask(["JOIN", memberId, "Ada", channelName, token]) };
}

async function say(socket: Visitor, text: string): Promise<string> {
  await socket.ask(["TXT", randomUUID(), text, nextTimestamp()]);
  return (await host.hears(text)).text ?? "";
}

describe("JOIN with a token", () => {
  it("joins as a member whose tag starts with verified_, and as the same member from every device", async () => {
    const phone = await joinWith(sign("ada", fiveMinutes()), "a-phone");
    const laptop = await joinWith(sign("ada", fiveMinutes()), "a-laptop");

    const fromPhone = await say(phone.socket, "From the phone");
    const fromLaptop = await say(laptop.socket, "From the laptop");

    expect([phone.answer, laptop.answer]).toEqual([["OK"], ["OK"]]);
    expect(fromPhone).toMatch(/^#verified_[a-z][a-z0-9]{8} Ada\nFrom the phone$/);
    expect(fromLaptop.split(" ")[0]).toBe(fromPhone.split(" ")[0]);
  });

  it("identifies a visitor whom the host can answer", async () => {
    const { socket } = await joinWith(sign("grace", fiveMinutes()));
    await say(socket, "A question of Grace");
    host.say("An answer", await host.hears("A question of Grace"));

    expect(await socket.next()).toMatchObject({ 0: "TXT", 2: "An answer" });
  });

  it("creates another member than a JOIN with the same id and without a token", async () => {
    const { socket: unsigned } = await joinWith(null, "eve");
    const mine = await say(unsigned, "Without a token");
    const { socket: signed } = await joinWith(sign("eve", fiveMinutes()), "eve");

    const history = await signed.ask(["HIS", 10, null]);
    const theirs = await say(signed, "With a token");

    expect(history).toEqual(["HIS", []]);
    expect(mine).toMatch(/^#[a-z0-9]{9} /);
    expect(theirs).toMatch(/^#verified_/);
  });

  it.each(["signed.ada", "ada.", "verified_ada"])("is required for an id like %s", async (memberId) => {
    const { answer, socket } = await joinWith(undefined, memberId);

    if (memberId === "verified_ada") {
      expect(await say(socket, `I am ${memberId}`)).toMatch(/^#[a-z0-9]{9} /);
    } else {
      expect(answer).toMatchObject({ 0: "ERR", 2: 400 });
    }
  });

  it.each<[string, () => string, number]>([
    ["has expired", () => sign("ada", Math.floor(Date.now() / 1000) - 1), 401],
    ["expires in more than 31 days, like an expiry in milliseconds", () => sign("ada", Date.now()), 400],
    ["is signed with another key", () => sign("ada", fiveMinutes(), "other"), 403],
    ["is signed with another key and has expired", () => sign("ada", 1, "other"), 403],
    ["has the signature of another id", () => sign("ada", fiveMinutes()).replace(/^ada/, "eve"), 403],
    ["has the signature of another expiry", () => sign("ada", fiveMinutes()).replace(/\.1/, ".2"), 403],
  ])("is rejected if the token %s", async (_case, token, code) => {
    const { answer, socket } = await joinWith(token());

    expect(answer).toMatchObject({ 0: "ERR", 2: code });
    expect(await socket.ask(["HIS", 1, null])).toMatchObject({ 2: 401 });
  });

  it("is rejected for a channel without a key, and for the key of another channel", async () => {
    const other = await run.host();
    const without = await joinWith(sign("ada", fiveMinutes()), "m", other.channelName);
    await keyOf(other.channelName);
    const stolen = await joinWith(sign("ada", fiveMinutes()), "m", other.channelName);

    expect([without.answer, stolen.answer]).toMatchObject([{ 2: 403 }, { 2: 403 }]);
  });

  it("is accepted after a rejected JOIN on the same socket, but not for another member", async () => {
    const { answer, socket } = await joinWith(sign("ada", 1));
    const join = (token: string | null) => socket.ask(["JOIN", "m", "Ada", host.channelName, token]);

    expect(answer).toMatchObject({ 2: 401 });
    expect(await join(sign("ada", fiveMinutes()))).toEqual(["OK"]);
    expect(await join(sign("eve", fiveMinutes()))).toMatchObject({ 2: 409 });
    expect(await join(null)).toMatchObject({ 2: 409 });
  });

  it("is rejected, and never with an internal error, for any token that the shop's server did not sign", async () => {
    const genuine = sign("ada", fiveMinutes());
    const changed = fc
      .tuple(fc.nat(genuine.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([at, character]) => genuine.slice(0, at) + character + genuine.slice(at + 1))
      .filter((token) => token !== genuine);
    const anything = fc.oneof(changed, fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 1 }));
    const before = run.log.length;

    await fc.assert(
      fc.asyncProperty(
        anything.filter((token) => token !== null),
        async (token) => {
          const { answer, socket } = await joinWith(token);
          expect(answer).toMatchObject({ 0: "ERR" });
          expect([400, 403]).toContain((answer as unknown[])[2]);
          await socket.close();
        },
      ),
      { numRuns: 60 },
    );
    expect(run.log.slice(before).filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("kite identity-key", () => {
  it("prints the same key each time, and another key for another channel", async () => {
    const other = await run.host();

    expect(await keyOf(host.channelName)).toBe(key);
    expect(await keyOf(other.channelName)).not.toBe(key);
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it("with --rotate prints a new key. The previous key is still accepted, and the key before that is not", async () => {
    const { channelName } = await run.host();
    const keys = [await keyOf(channelName, true)];
    keys.push(await keyOf(channelName, true), await keyOf(channelName, true));

    const answers = [];
    for (const by of keys) {
      answers.push((await joinWith(sign("ada", fiveMinutes(), by), "m", channelName)).answer);
    }

    expect(new Set(keys).size).toBe(3);
    expect(answers).toMatchObject([{ 2: 403 }, ["OK"], ["OK"]]);
  });

  it("with --rotate invalidates no key if the secret cannot be read, so that the command can be repeated", async () => {
    const { channelName } = await run.host();
    const old = await keyOf(channelName);
    const parameters = process.env.AWS_ENDPOINT_URL_SSM;
    process.env.AWS_ENDPOINT_URL_SSM = `${aws.url}/refuses`;
    await expect(keyOf(channelName, true)).rejects.toThrow(/parameter store rejected/);
    process.env.AWS_ENDPOINT_URL_SSM = parameters;

    const newer = await keyOf(channelName, true);
    const joins = [old, newer].map((by) => joinWith(sign("ada", fiveMinutes(), by), "m", channelName));

    expect((await Promise.all(joins)).map(({ answer }) => answer)).toEqual([["OK"], ["OK"]]);
  });

  it("with --rotate by two people at the same time prints the same key, and the previous key is accepted", async () => {
    const { channelName } = await run.host();
    const old = await keyOf(channelName);

    const newer = await Promise.all([keyOf(channelName, true), keyOf(channelName, true)]);
    const joins = [old, ...newer].map((by) => joinWith(sign("ada", fiveMinutes(), by), "m", channelName));

    expect((await Promise.all(joins)).map(({ answer }) => answer)).toEqual([["OK"], ["OK"], ["OK"]]);
  });

  it("with --rotate leaves the previous key valid for 24 hours, and no longer", async () => {
    const { channelName } = await run.host();
    const old = await keyOf(channelName);
    const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: run.server.stack.region }));
    const rotated = async (hoursAgo: number) => {
      const now = () => Date.now() - hoursAgo * 3_600_000;
      await identityVersionWriter(client, "dev.Channels", now).rotate(channelName);
    };

    await rotated(23.9);
    const early = await joinWith(sign("ada", fiveMinutes(), old), "m", channelName);
    const newer = await keyOf(channelName);
    await rotated(24.1);
    const late = await joinWith(sign("ada", fiveMinutes(), newer), "m", channelName);
    client.destroy();

    expect(early.answer).toEqual(["OK"]);
    expect(late.answer).toMatchObject({ 2: 403 });
  });

  it("prints another key for a channel that was dropped and hosted again", async () => {
    const first = await run.host();
    const before = await keyOf(first.channelName);
    first.say("/drop");
    await first.hears("has ended");
    await expect(keyOf(first.channelName)).rejects.toThrow(/^Nobody hosts the channel/);
    first.say(`/host ${first.channelName}`);
    await first.hears("hosts the channel");

    let after: string | undefined;
    for (let tries = 0; after === undefined && tries < 100; tries += 1) {
      first.say(`/host ${first.channelName}`);
      after = await keyOf(first.channelName).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    expect(after).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(after).not.toBe(before);
  });

  it.each([
    ["a stage that does not exist", { stage: "test" }, /^<stage>: expected a stage of .* received "test"/],
    ["an invalid channel name", { channelName: "x" }, /^<channel>: expected .*8 to 32/],
    ["a channel that nobody hosts", { channelName: "nobody-hosts-it" }, /^Nobody hosts the channel/],
  ])("rejects %s", async (_case, change, message) => {
    const settings = readSettings({ directory: settingsFolder(smallest), environment: {} });
    const request = { stage: "dev", channelName: host.channelName, rotate: false, meant: false, ...change };

    await expect(identityKeyOf(settings, request)).rejects.toThrow(message);
  });
});

describe("docs/guides/identify-visitors.md", () => {
  const page = readFileSync(join(repositoryFolder, "docs/guides/identify-visitors.md"), "utf8");

  it("contains an example for Node.js that creates a valid token", async () => {
    const [, code = ""] = /```js\n(const \{ createHmac.*?)\n```/s.exec(page) ?? [];
    const chatToken = new Function("require", `${code}\nreturn chatToken;`)(require) as (
      id: string,
      key: string,
    ) => string;

    const { answer } = await joinWith(chatToken("customer-1", key));

    expect(answer).toEqual(["OK"]);
  });
});

describe("the log of a run", () => {
  it("contains neither a key nor a token", async () => {
    const token = sign("logged", fiveMinutes());
    await joinWith(token);
    await joinWith(`${token}!`);

    const log = JSON.stringify(run.log);

    expect(log).not.toContain(token);
    expect(log).not.toContain(key);
  });
});
