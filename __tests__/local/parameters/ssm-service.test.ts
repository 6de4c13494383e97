import { GetParameterCommand, GetParametersCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import { systemClock } from "../../../local/clock";
import { ParameterStore } from "../../../local/parameters/parameter-store";
import { Queues } from "../../../local/queues/queues";
import { type Services, startServices } from "../../../local/services";

const Name = "/kite/dev/telegram-bot-token";
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
  it("gives a parameter decrypted, and only then", async () => {
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
  });

  it("says that it does not have a parameter", async () => {
    const attempt = ssm.send(new GetParameterCommand({ Name: "/none", WithDecryption: true }));

    await expect(attempt).rejects.toBeInstanceOf(ParameterNotFound);
  });

  it("gives several, and names those that it does not have", async () => {
    const answer = await ssm.send(new GetParametersCommand({ Names: [Name, "/none"], WithDecryption: true }));

    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual([token]);
    expect(answer.InvalidParameters).toEqual(["/none"]);
  });

  it.each([
    ["no names", { Names: [] }],
    ["more than ten names", { Names: Array.from({ length: 11 }, (_, index) => `/p${index}`) }],
  ])("refuses %s", async (_, input) => {
    const attempt = ssm.send(new GetParametersCommand(input));

    await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("gives the newest version after a change, and no older one", async () => {
    parameters.put(Name, "new");

    const newest = await ssm.send(new GetParameterCommand({ Name: `${Name}:2`, WithDecryption: true }));
    const older = ssm.send(new GetParameterCommand({ Name: `${Name}:1`, WithDecryption: true }));

    expect(newest.Parameter).toMatchObject({ Name, Value: "new", Version: 2, Selector: ":2" });
    await expect(older).rejects.toBeInstanceOf(ParameterNotFound);
  });

  it("does not have a parameter that was taken away", async () => {
    parameters.delete(Name);

    const attempt = ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));

    await expect(attempt).rejects.toBeInstanceOf(ParameterNotFound);
  });
});
