import { createServer } from "node:net";
import { UserError } from "../constructs/user-error";

/**
 * Checks that nothing listens on a port of 127.0.0.1.
 * @throws UserError naming the port and how to find who uses it
 */
export function requireFreePort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const reason =
        "code" in error && error.code === "EADDRINUSE" ? "is in use" : `cannot be used (${error.message})`;
      reject(
        new UserError(
          `Port ${port} of 127.0.0.1 ${reason}, and DynamoDB Local needs it: "lsof -i :${port}" or "docker ps" shows who has it; end that first.`,
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve()));
  });
}
