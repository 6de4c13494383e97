import {
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { systemClock } from "../../src/clock";
import { ParameterStore } from "../../src/parameters/parameter-store";
import { Queues } from "../../src/queues/queues";
import { type Services, startServices } from "../../src/services";
import { awsBehavior, documented } from "../behaviors/aws-behavior";

const Name = "/app/dev/api-key";
const token = "123456:the-secret-token";

let parameters: ParameterStore;
let services: Services;
let ssm: SSMClient;

beforeEach(async () => {
  parameters = new ParameterStore({ [Name]: token });
  services = await startServices({ queues: new Queues(systemClock), parameters });
  ssm = new SSMClient({
    endpoint: services.endpoint,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});

afterEach(async () => {
  ssm.destroy();
  await services.close();
});

describe("ssmService", () => {
  awsBehavior(
    {
      subject: "SSM parameters",
      aws: "A `SecureString` is returned in plain text with `WithDecryption`, and encrypted without it.",
      source: documented("systems-manager/latest/APIReference/API_GetParameter.html"),
    },
    async () => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      const encrypted = await ssm.send(new GetParameterCommand({ Name }));

      expect(Parameter).toMatchObject({
        Name,
        Value: token,
        Type: "SecureString",
        Version: 1,
        DataType: "text",
      });
      expect(Parameter?.LastModifiedDate).toBeInstanceOf(Date);
      expect(encrypted.Parameter?.Value).not.toContain(token);
    },
  );

  awsBehavior(
    {
      subject: "SSM parameters",
      aws: "A request for a missing parameter fails with `ParameterNotFound`.",
      source: documented("systems-manager/latest/APIReference/API_GetParameter.html"),
    },
    async () => {
      const attempt = ssm.send(new GetParameterCommand({ Name: "/none", WithDecryption: true }));

      await expect(attempt).rejects.toBeInstanceOf(ParameterNotFound);
    },
  );

  awsBehavior(
    {
      subject: "SSM parameters",
      aws: "`GetParameters` accepts one to ten names, and returns the missing ones in `InvalidParameters`.",
      source: documented("systems-manager/latest/APIReference/API_GetParameters.html"),
    },
    async () => {
      const answer = await ssm.send(
        new GetParametersCommand({ Names: [Name, "/none"], WithDecryption: true }),
      );

      expect(answer.Parameters?.map(({ Value }) => Value)).toEqual([token]);
      expect(answer.InvalidParameters).toEqual(["/none"]);
    },
  );

  it.each([
    ["no names", { Names: [] }],
    ["more than ten names", { Names: Array.from({ length: 11 }, (_, index) => `/p${index}`) }],
  ])("rejects %s", async (_, input) => {
    const attempt = ssm.send(new GetParametersCommand(input));

    await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  });

  awsBehavior(
    {
      subject: "SSM parameters",
      aws: "A change creates a new version; `name` returns the newest version, and `name:1` returns the first.",
      source: documented("systems-manager/latest/userguide/sysman-paramstore-versions.html"),
    },
    async () => {
      parameters.put(Name, "new");

      const newest = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      const older = await ssm.send(new GetParameterCommand({ Name: `${Name}:1`, WithDecryption: true }));
      const none = ssm.send(new GetParameterCommand({ Name: `${Name}:3`, WithDecryption: true }));

      expect(newest.Parameter).toMatchObject({ Name, Value: "new", Version: 2 });
      expect(older.Parameter).toMatchObject({ Name, Value: token, Version: 1, Selector: ":1" });
      await expect(none).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
    },
  );

  it("returns the versions oldest first, in pages", async () => {
    parameters.put(Name, "second");
    parameters.put(Name, "third");

    const first = await ssm.send(
      new GetParameterHistoryCommand({ Name, WithDecryption: true, MaxResults: 2 }),
    );
    const rest = await ssm.send(
      new GetParameterHistoryCommand({ Name, WithDecryption: true, NextToken: first.NextToken }),
    );

    expect(first.Parameters?.map(({ Version, Value }) => [Version, Value])).toEqual([
      [1, token],
      [2, "second"],
    ]);
    expect(rest.Parameters?.map(({ Version, Value }) => [Version, Value])).toEqual([[3, "third"]]);
    expect(rest.NextToken).toBeUndefined();
  });

  awsBehavior(
    {
      subject: "SSM parameters",
      aws: "An existing parameter is replaced only with `Overwrite`.",
      source: documented("systems-manager/latest/APIReference/API_PutParameter.html"),
    },
    async () => {
      const added = { Name: "/app/prod/api-key", Value: "1", Type: "SecureString" as const };

      const first = await ssm.send(new PutParameterCommand(added));
      const again = ssm.send(new PutParameterCommand({ ...added, Value: "2" }));

      expect(first.Version).toBe(1);
      await expect(again).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
      const over = await ssm.send(new PutParameterCommand({ ...added, Value: "2", Overwrite: true }));
      expect(over.Version).toBe(2);
      expect(parameters.find(added.Name)?.value).toBe("2");
    },
  );

  it.each([
    ["a new parameter without a type", { Name: "/new", Value: "1" }],
    ["no value", { Name: "/new", Value: "", Type: "String" as const }],
    ["a name with a blank", { Name: "/a b", Value: "1", Type: "String" as const }],
  ])("rejects a put with %s", async (_, input) => {
    const attempt = ssm.send(new PutParameterCommand(input));

    await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("deletes a parameter, and reports a second deletion as an error", async () => {
    await ssm.send(new DeleteParameterCommand({ Name }));
    const again = ssm.send(new DeleteParameterCommand({ Name }));

    await expect(again).rejects.toBeInstanceOf(ParameterNotFound);
    expect(parameters.find(Name)).toBeUndefined();
  });

  it.each([
    [undefined, Name, 1],
    ["BeginsWith", "/app/", 2],
    ["Contains", "api-key", 2],
    ["Contains", "nothing", 0],
  ])("finds parameters by the filter %s %s, without their values", async (Option, value, count) => {
    parameters.put("/app/prod/api-key", "9:other");

    const { Parameters } = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Option, Values: [value] }] }),
    );

    expect(Parameters).toHaveLength(count);
    expect(JSON.stringify(Parameters)).not.toContain(token);
  });

  it.each([
    ["/app/dev", false, 1],
    ["/app", false, 0],
    ["/app/", true, 2],
  ])("returns the parameters below the path %s (recursive: %s)", async (Path, Recursive, count) => {
    parameters.put("/app/prod/api-key", "9:other");

    const { Parameters } = await ssm.send(new GetParametersByPathCommand({ Path, Recursive }));

    expect(Parameters).toHaveLength(count);
  });

  it("does not return a deleted parameter", async () => {
    parameters.delete(Name);

    const attempt = ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));

    await expect(attempt).rejects.toBeInstanceOf(ParameterNotFound);
  });
});
