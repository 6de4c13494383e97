import { readSmokeWords, type SmokeOptions } from "../../../cli/smoke/target";

const WS = "wss://abc.execute-api.eu-west-1.amazonaws.com/dev";
const HTTP = "https://def.execute-api.eu-west-1.amazonaws.com/dev";

const read = (stage: string | undefined, options: Partial<SmokeOptions> = {}) =>
  readSmokeWords(stage, { yes: false, ...options });

describe("the target of kite smoke", () => {
  it("is a stage", () => {
    expect(read("prod", { channel: "some-channel", yes: true })).toEqual({
      stage: "prod",
      urls: undefined,
      channelName: "some-channel",
      meant: true,
    });
  });

  it("is a chat at URLs, with a slash at their end or not", () => {
    expect(read(undefined, { ws: `${WS}/`, http: HTTP })).toEqual({
      stage: undefined,
      urls: { webSocketUrl: WS, httpUrl: HTTP },
      channelName: undefined,
      meant: false,
    });
  });

  it("is a stage at URLs, where AWS need not be asked", () => {
    expect(read("dev", { ws: WS, http: HTTP })).toMatchObject({
      stage: "dev",
      urls: { webSocketUrl: WS, httpUrl: HTTP },
    });
  });

  it.each<[string, string | undefined, Partial<SmokeOptions>, RegExp]>([
    ["nothing", undefined, {}, /^Wanted a stage, or both --ws and --http\.$/],
    ["one URL of two", undefined, { ws: WS }, /^Wanted a stage, or both/],
    ["a stage and one URL", "dev", { http: HTTP }, /^Wanted a stage, or both/],
    [
      "a wrong scheme",
      undefined,
      { ws: HTTP, http: HTTP },
      /^--ws: got "https:.*"; wanted .* wss:\/\/ or ws:/,
    ],
    [
      "no URL at all",
      undefined,
      { ws: WS, http: "def" },
      /^--http: got "def"; wanted a URL that begins with https:/,
    ],
  ])("is refused in one line: %s", (_case, stage, options, message) => {
    expect(() => read(stage, options)).toThrow(message);
  });
});
