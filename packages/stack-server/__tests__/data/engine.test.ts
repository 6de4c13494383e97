import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { startEngine } from "../../src/data/engine";
import { findEngineBinary } from "../../src/data/engine-binary";
import { commandLineOf } from "../../src/data/process-table";
import { createTables } from "../../src/data/tables";
import { channels } from "./sample-tables";

const root = join(__dirname, "../../../..");
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) {
    child.kill("SIGKILL");
  }
});

function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), "stack-data-"));
}

function enginePidIn(dataDirectory: string): number {
  const record = JSON.parse(readFileSync(join(dataDirectory, "engine.json"), "utf8")) as {
    enginePid: number;
  };
  return record.enginePid;
}

async function tableNames(endpoint: string): Promise<readonly string[]> {
  const client = new DynamoDBClient({
    endpoint,
    region: "local",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    return (await client.send(new ListTablesCommand())).TableNames ?? [];
  } finally {
    client.destroy();
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !condition() && Date.now() < end; ) {
    await sleep(20);
  }
}

/** Starts another process that starts an engine on the data and then waits. */
async function startElsewhere(dataDirectory: string): Promise<ChildProcess> {
  const script = join(newDirectory(), "start.ts");
  writeFileSync(
    script,
    `import { startEngine } from ${JSON.stringify(join(root, "packages/stack-server/src/data/engine"))};
     startEngine({ dataDirectory: ${JSON.stringify(dataDirectory)} }).then(() => process.stdout.write("up"));
     setInterval(() => undefined, 1000);`,
  );
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  await once(child.stdout, "data");
  return child;
}

describe("startEngine", () => {
  it("serves DynamoDB in memory, and leaves nothing after it is closed", async () => {
    const engine = await startEngine();
    const before = await tableNames(engine.endpoint);

    await engine.close();

    expect(before).toEqual([]);
    await expect(tableNames(engine.endpoint)).rejects.toThrow();
  });

  it("keeps data in a directory, without a leftover write-ahead log", async () => {
    const dataDirectory = join(newDirectory(), "made", "on", "demand");
    const first = await startEngine({ dataDirectory });
    await createTables(first.endpoint, "local", [channels]);
    await first.close();
    const isFlushed = !existsSync(join(dataDirectory, "dynamodb.sqlite-wal"));

    const second = await startEngine({ dataDirectory });
    const names = await tableNames(second.endpoint);
    await second.close();

    expect(isFlushed).toBe(true);
    expect(names).toEqual(["dev.Channels"]);
    expect(existsSync(join(dataDirectory, "engine.json"))).toBe(false);
  });

  it("runs several engines side by side", async () => {
    const engines = await Promise.all([startEngine(), startEngine(), startEngine()]);

    const endpoints = new Set(engines.map(({ endpoint }) => endpoint));
    await Promise.all(engines.map((engine) => engine.close()));

    expect(endpoints.size).toBe(3);
  });

  it("stops when the process that started it is killed", async () => {
    const dataDirectory = newDirectory();
    const owner = await startElsewhere(dataDirectory);
    const pid = enginePidIn(dataDirectory);
    const before = commandLineOf(pid);

    owner.kill("SIGKILL");
    await until(() => commandLineOf(pid) === undefined);

    expect(before).toContain(dataDirectory);
    expect(commandLineOf(pid)).toBeUndefined();
  });

  it("rejects data that another run uses, and does not affect that run", async () => {
    const dataDirectory = newDirectory();
    const owner = await startElsewhere(dataDirectory);

    const attempt = startEngine({ dataDirectory });

    await expect(attempt).rejects.toThrow(`in use by another run (process ${owner.pid}). Stop that run`);
    expect(commandLineOf(enginePidIn(dataDirectory))).toContain(dataDirectory);
  });

  it("stops an engine that outlived its run", async () => {
    const dataDirectory = newDirectory();
    const databaseFile = join(dataDirectory, "dynamodb.sqlite");
    const orphan = spawn(findEngineBinary(), ["serve", "--port", "0", "--db-path", databaseFile]);
    started.push(orphan);
    await once(orphan.stderr, "data");
    writeFileSync(
      join(dataDirectory, "engine.json"),
      JSON.stringify({ enginePid: orphan.pid, ownerPid: 999_999_999, ownerCommandLine: "gone" }),
    );

    const engine = await startEngine({ dataDirectory });
    const names = await tableNames(engine.endpoint);
    await engine.close();

    expect(names).toEqual([]);
    expect(orphan.exitCode ?? orphan.signalCode).not.toBeNull();
  });

  it.each([
    [
      "names another process",
      JSON.stringify({ enginePid: process.ppid, ownerPid: 999_999_999, ownerCommandLine: "x" }),
    ],
    ["is broken", "{"],
    ["has another shape", "[1]"],
  ])("ignores a record that %s", async (_, record) => {
    const dataDirectory = newDirectory();
    writeFileSync(join(dataDirectory, "engine.json"), record);

    const engine = await startEngine({ dataDirectory });
    await engine.close();

    expect(commandLineOf(process.ppid)).toBeDefined();
  });

  it("reports the engine's output if it does not start", async () => {
    const dataDirectory = newDirectory();
    writeFileSync(
      join(dataDirectory, "dynamodb.sqlite"),
      "this is not a database file, but it is long enough",
    );

    const attempt = startEngine({ dataDirectory });

    await expect(attempt).rejects.toThrow(/did not start: .*(database|exit code)/);
  });
});

describe("findEngineBinary", () => {
  const folderWith = (name: string, mode: number) => {
    const folder = newDirectory();
    writeFileSync(join(folder, name), "", { mode });
    return folder;
  };

  it("prefers the package of the platform", () => {
    const path = folderWith("dynoxide", 0o755);

    expect(findEngineBinary({ platform: "linux-x64", path })).toContain("@dynoxide/linux-x64/dynoxide");
  });

  it("uses a dynoxide on the PATH if the package is missing", () => {
    const folder = folderWith("dynoxide", 0o755);
    const path = `:${newDirectory()}:${folder}`;

    expect(findEngineBinary({ platform: "darwin-arm64", path })).toBe(join(folder, "dynoxide"));
  });

  it.each([
    ["darwin-arm64", "Run: brew install nubo-db/tap/dynoxide"],
    ["linux-arm64", "Run: brew install nubo-db/tap/dynoxide"],
    ["win32-x64", "Start DynamoDB Local (docker run -p 8000:8000 amazon/dynamodb-local)"],
    ["win32-x64", "(http://127.0.0.1:8000) as the DynamoDB endpoint"],
  ])("reports the command to run on %s", (platform, command) => {
    // A file without permission to execute is not an engine.
    const path = folderWith("dynoxide", 0o644);

    const attempt = () => findEngineBinary({ platform, path });

    expect(attempt).toThrow(`the package @dynoxide/${platform} is not installed`);
    expect(attempt).toThrow(command);
  });
});
