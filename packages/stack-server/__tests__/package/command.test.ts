import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCommandLine } from "../../src/command/command-line";
import { stageUrls } from "../../src/command/stage-urls";
import { listenLocally } from "../../src/http";
import { httpApi, stage, webSocketApi } from "../gateway/sample-gateway";
import { packageRoot } from "./package-folder";
import { runProgram } from "./run-program";

const folder = mkdtempSync(join(tmpdir(), "stack-server-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command from its source. */
const run = (...args: string[]) =>
  runProgram(process.execPath, ["--require", require.resolve("tsx/cjs"), "src/command.ts", ...args], {
    cwd: packageRoot,
  });

function write(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Returns the error message for invalid arguments. */
function refusal(args: readonly string[]): string {
  try {
    return JSON.stringify(parseCommandLine(args));
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the command's arguments", () => {
  it("have default values, except the folder", () => {
    expect(parseCommandLine(["stack"])).toEqual({ stackDirectory: "stack", port: 3000 });
  });

  it("become the options of `serve`", () => {
    const file = write("parameters.json", '{"/app/key":"secret"}');
    const args = [
      "--port",
      "0",
      "--data",
      "/data",
      "--dynamodb",
      "http://127.0.0.1:8000",
      "--parameters",
      file,
    ];

    expect(parseCommandLine(["stack", ...args])).toEqual({
      stackDirectory: "stack",
      port: 0,
      dataDirectory: "/data",
      dynamodbEndpoint: "http://127.0.0.1:8000",
      parameters: { "/app/key": "secret" },
    });
  });

  it.each([
    [[], "Expected a folder that contains cdk.tf.json, for example cdktf.out/stacks/todo."],
    [["a", "b"], "Expected one folder, received a second one: b."],
    [["a", "--prot", "1"], "Unknown option '--prot'. Run stack-server --help for the options."],
    [["a", "--port"], "Option '--port <value>' argument missing. Run stack-server --help for the options."],
    [["a", "--port", "65536"], '--port: expected a number from 0 to 65535, received "65536".'],
    [["a", "--port", ""], '--port: expected a number from 0 to 65535, received "".'],
    [
      ["a", "--dynamodb", "db:8000"],
      '--dynamodb: expected a URL such as http://127.0.0.1:8000, received "db:8000".',
    ],
    [["a", "--parameters", "/nowhere"], "--parameters: /nowhere cannot be read."],
  ])("are rejected with a one-line message: %j", (args, message) => {
    expect(refusal(args)).toBe(message);
  });

  it.each(["[]", '{"/app/key":5}', "secret"])(
    "cause an error without the content of an invalid parameter file: %s",
    (content) => {
      const file = write("broken.json", content);

      expect(refusal(["a", "--parameters", file])).toBe(
        `--parameters: expected ${file} to contain a JSON object of strings such as {"/name": "value"}.`,
      );
    },
  );

  it("are rejected if the folder is the output of an app, which contains a folder for each stack", () => {
    write("cdktf.out/stacks/todo/cdk.tf.json", "{}");
    const output = join(folder, "cdktf.out");

    expect(() => parseCommandLine([output])).toThrow(
      new Error(
        `${output} contains no cdk.tf.json. Pass one of its stacks instead: ${join(output, "stacks", "todo")}.`,
      ),
    );
  });
});

describe("the command", () => {
  it("prints its usage", async () => {
    const { status, stdout, stderr } = await run("--help");

    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Usage: stack-server <folder> \[options\]\n/);
  });

  it("reports an unknown option in one line", async () => {
    expect(await run("stack", "--fast")).toEqual({
      status: 1,
      stdout: "",
      stderr: "stack-server: Unknown option '--fast'. Run stack-server --help for the options.\n",
    });
  });

  it("reports a folder without a stack in one line", async () => {
    expect(await run("/nowhere", "--port", "0")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "stack-server: /nowhere/cdk.tf.json: cannot be read. Synthesize the stack first, for example with `cdktf synth`.\n",
    });
  });

  it("reports a port in use in one line", async () => {
    const { port, close } = await listenLocally(() => undefined);

    const { status, stderr } = await run("/nowhere", "--port", String(port));
    await close();

    expect(status).toBe(1);
    expect(stderr).toBe(
      `stack-server: Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port.\n`,
    );
  });
});

describe("the URLs of the stages", () => {
  it("have the stage as their path, except the stage $default", () => {
    const stack = {
      webSocketApis: [webSocketApi({}, { stages: [stage("dev")] })],
      httpApis: [httpApi({}, { stages: [stage("dev"), stage("$default")] })],
    };

    expect(stageUrls(stack, "http://localhost:3000")).toEqual([
      { name: "WebSocket API sockets, stage dev:", url: "ws://localhost:3000/dev" },
      { name: "HTTP API web, stage dev:", url: "http://localhost:3000/dev" },
      { name: "HTTP API web, stage $default:", url: "http://localhost:3000/" },
    ]);
  });
});
