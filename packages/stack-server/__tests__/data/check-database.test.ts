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
  it("is content with a DynamoDB", async () => {
    const engine = await startEngine();

    await expect(checkDatabase(engine.endpoint)).resolves.toBeUndefined();
    await engine.close();
  });

  it("says in a sentence that nobody answers, and what to do", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;

    await expect(checkDatabase(endpoint)).rejects.toThrow(
      `No database answers at ${endpoint} (ECONNREFUSED). Start DynamoDB Local there, or leave the DynamoDB endpoint out to use the embedded database.`,
    );
  });

  it.each<[string, RequestListener, string]>([
    ["a page", (_, response) => response.end("<html>"), "status 200"],
    ["a page that is not there", (_, response) => response.writeHead(404).end("Not Found"), "status 404"],
    ["other JSON", (_, response) => response.end('{"hello":"world"}'), "an answer without table names"],
  ])("says in a sentence that what answers with %s is no DynamoDB", async (_case, listener, got) => {
    const endpoint = await answering(listener);

    await expect(checkDatabase(endpoint)).rejects.toThrow(
      `What answers at ${endpoint} is no DynamoDB (got ${got}): another program has that port.`,
    );
  });

  it("does not wait for ever for one who is silent", async () => {
    const endpoint = await answering(() => undefined);

    await expect(checkDatabase(endpoint)).rejects.toThrow("(silence for 5 s)");
  });
});
