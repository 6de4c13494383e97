import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../../constructs/functions/lambda-bundle";
import { repositoryFolder } from "../../../constructs/repository";
import { UserError } from "../../../constructs/user-error";

function entry(source: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "kite-bundle-")), "index.ts");
  writeFileSync(path, source);
  return path;
}

const text = (module: Uint8Array) => new TextDecoder().decode(module);

describe("bundle", () => {
  it("creates one ES module for each entry", async () => {
    const modules = bundle({
      one: entry('export const handler = async (): Promise<string> => "one";'),
      two: entry('import { join } from "node:path"; export const handler = async () => join("t", "wo");'),
    });

    expect(Object.keys(modules).sort()).toEqual(["one", "two"]);
    expect(text(modules.one)).toContain('"one"');
    expect(text(modules.one)).not.toContain('"wo"');
    expect(text(modules.two)).toMatch(/export\{\w+ as handler\}/);
  });

  it("minifies the code, and includes no path of the machine", () => {
    const { one } = bundle({ one: entry("// a comment\nexport const handler = () => 1 + 2;\n") });

    expect(text(one)).not.toContain("a comment");
    expect(text(one)).not.toContain(tmpdir());
  });

  it("writes a source map for the local run, named after the module's hash, and does not change the module", () => {
    const source = entry("const text: string = 'one';\nexport const handler = () => text.length;\n");
    const folder = mkdtempSync(join(tmpdir(), "kite-maps-"));
    const { one: without } = bundle({ one: source });

    process.env.LOCAL_RUN_SOURCE_MAPS = folder;
    try {
      const { one } = bundle({ one: source });
      const name = `${createHash("sha256").update(one).digest("hex")}.map`;
      const map = JSON.parse(readFileSync(join(folder, name), "utf8"));

      expect(text(one)).toBe(text(without));
      expect(readdirSync(folder)).toEqual([name]);
      expect(fileURLToPath(new URL(map.sources[0], map.sourceRoot))).toBe(source);
      expect(map.sourcesContent).toBeUndefined();
    } finally {
      delete process.env.LOCAL_RUN_SOURCE_MAPS;
    }
  });

  it("allows a CommonJS package to require a module of Node.js", () => {
    const { one } = bundle({ one: entry('const os = require("os"); export const handler = () => os.EOL;') });

    expect(text(one)).toContain("createRequire");
    expect(text(one)).toMatch(/from\s?"node:module"/);
  });

  it("includes the SDK, but not its code for the sign-in of developers", () => {
    const { one } = bundle({ one: join(repositoryFolder, "lambda-src/outbox/index.ts") });

    expect(text(one)).toContain("AWS_ACCESS_KEY_ID");
    expect(text(one)).not.toContain("sso_start_url");
    expect(text(one)).not.toContain("AssumeRoleWithWebIdentity");
  });

  it("reports the path of an entry that does not exist", () => {
    const build = () => bundle({ one: "/nowhere/index.ts" });

    expect(build).toThrow(UserError);
    expect(build).toThrow(/it does not exist: .*nowhere\/index\.ts/);
  });

  it("reports an error in a source file", () => {
    const build = () => bundle({ one: entry('import "./not-there"; export const handler = 1;') });

    expect(build).toThrow(UserError);
    expect(build).toThrow(/could not be bundled: .*not-there/s);
  });

  it("reports a client that uses the retry mode adaptive, which is left out", () => {
    const { one } = bundle({ one: entry(retryAdaptively) });

    expect(run(one)).toBe("AdaptiveRetryStrategy was left out of the bundle.");
  });

  it("includes only the error classes that the code uses, and keeps the names of all other errors", () => {
    const { one } = bundle({ one: entry(reportErrors) });
    const details = { message: "no", Item: { a: { S: "1" } } };

    expect(text(one)).not.toContain("BackupInUseException");
    expect(JSON.parse(run(one))).toEqual([
      { name: "ConditionalCheckFailedException", ...details, isNamed: true },
      { name: "BackupNotFoundException", ...details, isNamed: false },
      { name: "ThrottlingException", ...details, isNamed: false },
    ]);
  });
});

describe("the bundle of the function", () => {
  it.each([
    ["request-dispatcher", 450],
    ["outbox", 440],
    ["lifecycle-handler", 235],
    ["alarm-forwarder", 225],
    ["widget", 400],
  ])("%s has at most %i KiB, and loads without node_modules", (role, maxKibibytes) => {
    const { one } = bundle({ one: join(repositoryFolder, "lambda-src", role, "index.ts") });

    expect(one.byteLength).toBeLessThanOrEqual(1024 * maxKibibytes);
    expect(run(one, "typeof handler")).toBe("function");
  });
});

/**
 * Runs a module alone, with the environment of all functions. @returns the value of `told`: by default, the result of
 * the handler
 */
function run(module: Uint8Array, told = "await handler()"): string {
  const file = join(mkdtempSync(join(tmpdir(), "kite-bundle-")), "index.mjs");
  writeFileSync(file, module);
  const program = `import { handler } from ${JSON.stringify(file)}; console.log(${told}); process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    encoding: "utf8",
    env: { ...functionEnvironment, NODE_NO_WARNINGS: "1" },
  });
  expect(stderr).toBe("");
  return stdout.trim();
}

/** A URL at which no server listens. */
const nowhere = "http://127.0.0.1:1";

const functionEnvironment = {
  AWS_REGION: "eu-central-1",
  AWS_ENDPOINT_URL: nowhere,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  FORWARDER_URL_PARAMETER: "/forwarder",
  TELEGRAM_BOT_TOKEN_PARAMETER: "/token",
  TELEGRAM_API_ROOT: nowhere,
  STAGE: "test",
  CHANNELS_TABLE: "channels",
  MEMBERS_TABLE: "members",
  CONNECTIONS_TABLE: "connections",
  MESSAGES_TABLE: "messages",
  OUTBOX_QUEUE_URL: `${nowhere}/outbox`,
  UNDELIVERABLE_QUEUE_URL: `${nowhere}/undeliverable`,
  WEBSOCKET_CALLBACK_URL: nowhere,
  WEBSOCKET_URL: "ws://127.0.0.1:1",
  WEBHOOK_URL: `${nowhere}/tg`,
  HTTP_URL: nowhere,
  FILES_BUCKET: "files",
  FILES_ORIGIN: nowhere,
  RETENTION_DAYS: "30",
  ALLOWED_ORIGINS: "[]",
};

/** A program that sends a request with the retry mode adaptive, and prints the reason why it fails. */
const retryAdaptively = `
  import {
    DynamoDBClient,
    GetItemCommand,
  } from ${JSON.stringify(join(repositoryFolder, "node_modules/@aws-sdk/client-dynamodb"))};

  export async function handler() {
    const client = new DynamoDBClient({ retryMode: "adaptive" });
    const command = new GetItemCommand({ TableName: "t", Key: {} });
    return client.send(command).then(() => "sent", ({ message }) => message);
  }
`;

/** A program that gets a different error from DynamoDB for each request, and prints the errors that are thrown. */
const reportErrors = `
  import { Readable } from "node:stream";
  import {
    ConditionalCheckFailedException,
    DynamoDBClient,
    GetItemCommand,
  } from ${JSON.stringify(join(repositoryFolder, "node_modules/@aws-sdk/client-dynamodb"))};

  const answer = (name) => ({
    statusCode: 400,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Readable.from([Buffer.from(JSON.stringify({
      __type: "com.amazonaws.dynamodb.v20120810#" + name,
      message: "no",
      Item: { a: { S: "1" } },
    }))]),
  });

  async function report(name) {
    const requestHandler = { handle: async () => ({ response: answer(name) }) };
    const client = new DynamoDBClient({ requestHandler, maxAttempts: 1 });
    const error = await client.send(new GetItemCommand({ TableName: "t", Key: {} })).catch((reason) => reason);
    const { message, Item } = error;
    return { name: error.name, message, Item, isNamed: error instanceof ConditionalCheckFailedException };
  }

  export async function handler() {
    const names = ["ConditionalCheckFailedException", "BackupNotFoundException", "ThrottlingException"];
    return JSON.stringify(await Promise.all(names.map(report)));
  }
`;
