import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SSMClient } from "@aws-sdk/client-ssm";
import { Parameters } from "../../../cli/secrets/parameters";

/** An expected call, and its answer. */
type Step = readonly [call: string, status: number, body: object];

const absent: Step = ["GetParameter", 400, { __type: "ParameterNotFound" }];
const stored = (value: string): Step => ["GetParameter", 200, { Parameter: { Value: value } }];
const created: Step = ["PutParameter", 200, { Version: 1 }];
const taken: Step = ["PutParameter", 400, { __type: "ParameterAlreadyExists" }];

let server: Server | undefined;
afterEach(() => server?.close());

/** Returns a parameter store whose server accepts only the given steps, in order. */
async function answering(steps: readonly Step[]): Promise<Parameters> {
  const left = [...steps];
  server = createServer(async (request, response) => {
    await text(request);
    const [call, status, body] = left.shift() ?? ["nothing", 500, {}];
    const asked = String(request.headers["x-amz-target"]).split(".")[1];
    response.writeHead(asked === call ? status : 500, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return new Parameters(new SSMClient({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1 }));
}

describe("a parameter that is found or created", () => {
  it.each<[string, readonly Step[], string]>([
    ["has the stored value if there is one", [stored("theirs")], "theirs"],
    ["has the new value if there is none", [absent, created], "ours"],
    ["has the value of a concurrent call that created it", [absent, taken, stored("theirs")], "theirs"],
  ])("%s", async (_case, steps, value) => {
    const parameters = await answering(steps);

    expect(await parameters.findOrMake("/kite/dev/identity-secret", () => "ours")).toBe(value);
  });

  it("is reported as deleted if another call deletes it in the meantime", async () => {
    const parameters = await answering([absent, taken, absent]);

    await expect(parameters.findOrMake("/kite/dev/identity-secret", () => "ours")).rejects.toThrow(
      "/kite/dev/identity-secret was deleted while the command ran. Run the command again.",
    );
  });
});
