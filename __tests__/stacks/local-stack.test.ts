import { Testing } from "cdktf";
import { LocalStack } from "../../stacks/local-stack";
import { read } from "../constructs/synthesized";
import { kiteStack } from "./kite";

const local = read(new LocalStack(Testing.app(), "local"));

describe("the stack local", () => {
  it("runs a pinned DynamoDB Local on this machine only, and waits until it answers", () => {
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

  it("keeps the data in a folder of the clone, by a path that only Terraform makes absolute", () => {
    const { volumes } = local.one("docker_container");

    expect(volumes).toEqual([
      {
        host_path: '${abspath("${path.root}/../../../.kite/dynamodb-local")}',
        container_path: "/home/dynamodblocal/data",
      },
    ]);
  });

  it("makes the tables of the stage dev after the container", () => {
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

  it("declares its tables as the cloud does, without tags and recovery", () => {
    const bare = ({ depends_on, tags, ...table }: Readonly<Record<string, unknown>>) => table;

    expect(local.all("aws_dynamodb_table").map(bare)).toEqual(
      kiteStack().all("aws_dynamodb_table").map(bare),
    );
    expect(local.json).not.toContain("tags");
    expect(local.json).not.toContain("point_in_time_recovery");
  });

  it("asks nobody for an account, and gives up soon", () => {
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
