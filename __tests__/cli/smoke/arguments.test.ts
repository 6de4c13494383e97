import { readArguments } from "../../../cli/smoke/arguments";

const WS = "wss://abc.execute-api.eu-west-1.amazonaws.com/dev";
const HTTP = "https://def.execute-api.eu-west-1.amazonaws.com/dev";

describe("the arguments of npm run smoke", () => {
  it("name a stage, and what else is wanted", () => {
    expect(readArguments(["prod", "--channel", "some-channel", "--yes"])).toEqual({
      help: false,
      stage: "prod",
      urls: undefined,
      channelName: "some-channel",
      meant: true,
    });
  });

  it("or name addresses, with a slash at their end or not", () => {
    expect(readArguments(["--ws", `${WS}/`, "--http", HTTP])).toEqual({
      help: false,
      stage: undefined,
      urls: { webSocketUrl: WS, httpUrl: HTTP },
      channelName: undefined,
      meant: false,
    });
  });

  it("or both, where AWS need not be asked", () => {
    expect(readArguments(["dev", "--ws", WS, "--http", HTTP])).toMatchObject({
      stage: "dev",
      urls: { webSocketUrl: WS, httpUrl: HTTP },
    });
  });

  it.each<[string, string[], RegExp]>([
    ["nothing", [], /^Wanted a stage, or both --ws and --http\. Run npm run smoke -- --help for/],
    ["one address of two", ["--ws", WS], /^Wanted a stage, or both/],
    ["a stage and one address", ["dev", "--http", HTTP], /^Wanted a stage, or both/],
    ["two stages", ["dev", "prod"], /^Got "dev prod"; wanted one stage\./],
    ["an unknown flag", ["dev", "--quick"], /--quick.*npm run smoke/],
    ["a wrong scheme", ["--ws", HTTP, "--http", HTTP], /^--ws: got "https:.*"; wanted .* wss:\/\/ or ws:/],
    [
      "no URL at all",
      ["--ws", WS, "--http", "def"],
      /^--http: got "def"; wanted a URL that begins with https:/,
    ],
  ])("are refused in one line: %s", (_case, given, message) => {
    expect(() => readArguments(given)).toThrow(message);
  });
});
