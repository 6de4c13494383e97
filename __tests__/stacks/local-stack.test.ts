import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { LocalStack } from "../../stacks/local-stack";
import { read } from "../constructs/synthesized";
import { kiteStack } from "./kite";

const local = read(new LocalStack(Testing.app(), "local"));

describe("the stack local", () => {
  it("runs a pinned version of DynamoDB Local on localhost only, and waits until it is healthy", () => {
    const container = local.one("docker_container");

    expect(local.one("docker_image")).toEqual({ name: "amazon/dynamodb-local:2.6.1", keep_locally: true });
    expect(container).toMatchObject({
      name: "dynamodb-local",
      image: "${docker_image.dynamodb-local.image_id}",
      command: ["-jar", "DynamoDBLocal.jar", "-sharedDb", "-dbPath", "./data"],
      ports: [{ internal: 8000, external: 8000, ip: "127.0.0.1" }],
      user: "root",
      wait: true,
      wait_timeout: 60,
    });
    expect(container.healthcheck).toMatchObject({ interval: "1s", retries: 30 });
  });

  it.each([
    ["with curl", ["bash", "curl"]],
    ["without curl", ["bash"]],
  ])("counts DynamoDB Local as healthy if it sends any response, in an image %s", async (_case, programs) => {
    const { healthcheck } = local.one("docker_container") as { healthcheck: { test: [string, string] } };
    const server = createServer((_request, response) => response.writeHead(400).end());
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;

    const check = () => shell(healthcheck.test[1].replaceAll("8000", String(port)), programs);

    expect(healthcheck.test[0]).toBe("CMD-SHELL");
    expect(await check()).toBe(0);
    await new Promise((resolve) => server.close(resolve));
    expect(await check()).toBe(1);
  });

  it("stores the data in a folder of the clone, by a relative path that Terraform resolves", () => {
    const { volumes } = local.one("docker_container");

    expect(volumes).toEqual([
      {
        host_path: '${abspath("${path.root}/../../../.kite/dynamodb-local")}',
        container_path: "/home/dynamodblocal/data",
      },
    ]);
  });

  it("creates the tables of the stage dev after the container", () => {
    const tables = local.all("aws_dynamodb_table");

    expect(tables.map(({ name }) => name).sort()).toEqual([
      "dev.Channels",
      "dev.Connections",
      "dev.Members",
      "dev.Messages",
    ]);
    expect(tables.map((table) => table.depends_on)).toEqual(
      Array(4).fill(["docker_container.dynamodb-local"]),
    );
  });

  it("declares the same tables as kite, but without tags and recovery, and with a fixed capacity", () => {
    const bare = ({ depends_on, tags, ...table }: Readonly<Record<string, unknown>>) => table;
    const cloud = JSON.parse(
      JSON.stringify(kiteStack().all("aws_dynamodb_table").map(bare)),
      (_key, value) => (isCharged(value) ? { ...value, read_capacity: 5, write_capacity: 5 } : value),
    );

    expect(local.all("aws_dynamodb_table").map(bare)).toEqual(
      cloud.map((table: object) => ({ ...table, billing_mode: "PROVISIONED" })),
    );
    expect(local.json).not.toContain("tags");
    expect(local.json).not.toContain("point_in_time_recovery");
  });

  it("looks up no AWS account, and fails after two retries", () => {
    const [provider] = (local.document.provider as { aws: unknown[] }).aws;

    expect(provider).toMatchObject({
      access_key: "local",
      endpoints: [{ dynamodb: "http://127.0.0.1:8000" }],
      max_retries: 2,
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
      skip_region_validation: true,
      skip_requesting_account_id: true,
    });
  });
});

/** Returns whether a value is a table or a global index, which have their own capacity. */
function isCharged(value: unknown): value is object {
  return typeof value === "object" && value !== null && "hash_key" in value;
}

/** Runs a command as Docker does, in an image with only these programs. @returns its exit code */
async function shell(command: string, programs: readonly string[]): Promise<number | null> {
  const bin = mkdtempSync(join(tmpdir(), "image-"));
  for (const program of programs) {
    const found = execFileSync("/bin/sh", ["-c", `command -v ${program} || true`], {
      encoding: "utf8",
    }).trim();
    if (found) {
      symlinkSync(found, join(bin, program));
    }
  }
  const child = spawn("/bin/sh", ["-c", command], { env: { PATH: bin }, stdio: "ignore" });
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}
