import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SSMClient } from "@aws-sdk/client-ssm";
import { Parameters } from "../../../cli/secrets/parameters";

const own = "/kite/dev/telegram-bot-token";
const sandbox = "/ada-kite/dev/telegram-bot-token";
const foreign = "/other/dev/telegram-bot-token";

/** Rejects requests as AWS does: reads of `foreign`, and all writes. */
function refusing(input: { Names?: string[] }): { status: number; body: object } {
  if (input.Names === undefined) {
    return { status: 400, body: { __type: "HierarchyTypeMismatchException", message: "made-up" } };
  }
  return input.Names.includes(foreign)
    ? { status: 400, body: { __type: "AccessDeniedException", message: "not authorized" } }
    : { status: 200, body: { Parameters: input.Names.map((Name) => ({ Name, Value: "a-token" })) } };
}

let server: Server;
let parameters: Parameters;
beforeAll((done) => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += String(chunk);
    }
    const answer = refusing(JSON.parse(body) as { Names?: string[] });
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer.body));
  }).listen(0, "127.0.0.1", () => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    parameters = new Parameters(
      new SSMClient({ region: "eu-west-1", endpoint, credentials, maxAttempts: 1 }),
    );
    done();
  });
});
afterAll((done) => {
  server.closeAllConnections();
  server.close(done);
});

describe("the parameters of a region", () => {
  it("are searched for a value, except those that the credentials cannot read", async () => {
    const holding = await parameters.holding("a-token", [own, foreign, sandbox]);

    expect(holding).toEqual([own, sandbox]);
    expect(await parameters.holding("another", [own, foreign])).toEqual([]);
  });

  it("cannot change their type, and the error contains the command that deletes the parameter", async () => {
    const error: Error = await parameters.put(own, "a-token").then(
      () => new Error("put"),
      (it: Error) => it,
    );

    expect(error.message).toContain(`aws ssm delete-parameter --name ${own}`);
    expect(error.message).not.toContain("a-token");
  });
});
