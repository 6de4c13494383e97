import { request } from "node:http";
import { systemClock } from "../src/clock";
import { ParameterStore } from "../src/parameters/parameter-store";
import { Queues } from "../src/queues/queues";
import { type Services, startServices } from "../src/services";

const token = "123456:the-secret-token";

let services: Services;

beforeEach(async () => {
  const parameters = new ParameterStore({ "/app/dev/api-key": token });
  services = await startServices({ queues: new Queues(systemClock), parameters });
});

afterEach(() => services.close());

describe("startServices", () => {
  /** Sends a request without a client. @returns status and body */
  function post(headers: Record<string, string>, body = "{}"): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const sent = request(services.endpoint, { method: "POST", headers }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  const target = { "x-amz-target": "AmazonSSM.GetParameter" };
  const signed = { ...target, authorization: "AWS4-HMAC-SHA256 Credential=x" };
  const ask = '{"Name":"/app/dev/api-key","WithDecryption":true}';

  it.each<[string, Record<string, string>, string, number, string]>([
    ["an unsigned request", target, ask, 403, "MissingAuthenticationTokenException"],
    ["another host", { ...signed, host: "evil.example" }, ask, 403, "AccessDeniedException"],
    [
      "an unknown service",
      { ...signed, "x-amz-target": "DynamoDB_20120810.GetItem" },
      ask,
      404,
      "UnknownOperation",
    ],
    [
      "an unknown operation",
      { ...signed, "x-amz-target": "AmazonSSM.LabelParameterVersion" },
      ask,
      400,
      "UnknownOperation",
    ],
    ["invalid JSON", signed, "{", 400, "SerializationException"],
    ["JSON of another kind", signed, "[]", 400, "SerializationException"],
  ])("rejects %s", async (_, headers, body, status, type) => {
    const answer = await post(headers, body);

    expect(answer.status).toBe(status);
    expect(answer.body).toContain(type);
    expect(answer.body).not.toContain(token);
  });
});
