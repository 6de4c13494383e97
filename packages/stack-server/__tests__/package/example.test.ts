import { readFileSync } from "node:fs";
import { join } from "node:path";
import { addAndList } from "./add-and-list";
import { packageRoot, repositoryFolder } from "./package-folder";
import { type RunningServer, startServer } from "./run-program";

const command = "npm run example -w @kite-chat/stack-server";

let server: RunningServer;

beforeAll(async () => {
  const [program = "", ...args] = [...command.split(" "), "--", "--port", "0"];
  server = await startServer(program, args, { cwd: repositoryFolder });
});

afterAll(async () => {
  await server.stop();
});

describe("the example", () => {
  it("is served by the command in the README", () => {
    expect(readFileSync(join(packageRoot, "README.md"), "utf8")).toContain(`\n${command}\n`);
    expect(server.printed).toMatch(/WebSocket API todo, stage dev: {2}ws:\/\/localhost:\d+\/dev\n/);
  });

  it("is served completely", () => {
    expect(server.printed).not.toContain("is not served");
  });

  it("adds and lists todos over a WebSocket", async () => {
    expect(await addAndList(server.printed)).toEqual(["buy milk", "water the plants"]);
  });
});
