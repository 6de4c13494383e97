import { createServer } from "node:net";
import { requireFreePort } from "../../../cli/deploy/local-database";

describe("requireFreePort", () => {
  it("rejects a port that is in use, and accepts the port after its release", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;

    const refused = requireFreePort(port);

    await expect(refused).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use, and DynamoDB Local needs it`);
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort(port)).resolves.toBeUndefined();
  });
});
