import { type AddressInfo, createServer } from "node:net";
import { Visitor } from "../../../checks/harness/client/visitor";

describe("a visitor who connects to a server that does not respond", () => {
  const server = createServer((socket) => socket.on("error", () => undefined));
  const url = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => server.close());

  it.each([
    [
      "during the connection attempt",
      (controller: AbortController) => setImmediate(() => controller.abort()),
    ],
    ["before the connection attempt", (controller: AbortController) => controller.abort()],
  ])("stops connecting if the signal aborts %s", async (_case, abort) => {
    const controller = new AbortController();
    abort(controller);

    const connecting = Visitor.connect(url(), { signal: controller.signal });

    await expect(connecting).rejects.toThrow("closed before the connection was established");
  });
});
