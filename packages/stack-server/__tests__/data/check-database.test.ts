import type { RequestListener } from "node:http";
import { checkDatabase } from "../../src/data/check-database";
import { startEngine } from "../../src/data/engine";
import { freePort, type LocalListener, listenLocally } from "../../src/http";

let server: LocalListener | undefined;
afterEach(() => server?.close());

async function answering(listener: RequestListener): Promise<string> {
  server = await listenLocally(listener);
  return server.endpoint;
}

describe("checkDatabase", () => {
  it("accepts a DynamoDB server", async () => {
    const engine = await startEngine();

    await expect(checkDatabase(engine.endpoint)).resolves.toBeUndefined();
    await engine.close();
  });

  it("reports that no server responds, and how to fix it", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;

    await expect(checkDatabase(endpoint)).rejects.toThrow(
      `No database responds at ${endpoint} (ECONNREFUSED). Start DynamoDB Local there, or remove the DynamoDB endpoint to use the embedded database.`,
    );
  });

  it.each<[string, RequestListener, string]>([
    ["a page", (_, response) => response.end("<html>"), "status 200"],
    ["a 404 page", (_, response) => response.writeHead(404).end("Not Found"), "status 404"],
    ["other JSON", (_, response) => response.end('{"hello":"world"}'), "a response without table names"],
  ])("rejects a server that responds with %s", async (_case, listener, got) => {
    const endpoint = await answering(listener);

    await expect(checkDatabase(endpoint)).rejects.toThrow(
      `The server at ${endpoint} is not DynamoDB: expected a list of tables, received ${got}.`,
    );
  });

  it("gives up after a timeout if the server does not respond", async () => {
    const endpoint = await answering(() => undefined);

    await expect(checkDatabase(endpoint)).rejects.toThrow("(no response within 5 s)");
  });
});
