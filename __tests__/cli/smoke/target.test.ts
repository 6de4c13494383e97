import { readSmokeWords, type SmokeOptions } from "../../../cli/smoke/target";

const ws = "wss://abc.execute-api.eu-west-1.amazonaws.com/dev";
const httpUrl = "https://def.execute-api.eu-west-1.amazonaws.com/dev";

const read = (stage: string | undefined, options: Partial<SmokeOptions> = {}) =>
  readSmokeWords(stage, { yes: false, ...options });

describe("the target of kite smoke", () => {
  it("can be a stage", () => {
    expect(read("prod", { channel: "some-channel", yes: true })).toEqual({
      stage: "prod",
      urls: undefined,
      channelName: "some-channel",
      meant: true,
    });
  });

  it("can be a chat at two URLs, with or without a trailing slash", () => {
    expect(read(undefined, { ws: `${ws}/`, http: httpUrl })).toEqual({
      stage: undefined,
      urls: { webSocketUrl: ws, httpUrl: httpUrl },
      channelName: undefined,
      meant: false,
    });
  });

  it("can be a stage at two URLs, which needs no look-up in AWS", () => {
    expect(read("dev", { ws: ws, http: httpUrl })).toMatchObject({
      stage: "dev",
      urls: { webSocketUrl: ws, httpUrl: httpUrl },
    });
  });

  it.each<[string, string | undefined, Partial<SmokeOptions>, RegExp]>([
    ["no arguments", undefined, {}, /^Expected a stage, or both --ws and --http\.$/],
    ["one URL of two", undefined, { ws: ws }, /^Expected a stage, or both/],
    ["a stage and one URL", "dev", { http: httpUrl }, /^Expected a stage, or both/],
    [
      "a wrong scheme",
      undefined,
      { ws: httpUrl, http: httpUrl },
      /^--ws: expected .* wss:\/\/ or ws:.*, received "https:.*"/,
    ],
    [
      "a text that is not a URL",
      undefined,
      { ws: ws, http: "def" },
      /^--http: expected a URL that begins with https:.*, received "def"/,
    ],
  ])("is rejected with one line: %s", (_case, stage, options, message) => {
    expect(() => read(stage, options)).toThrow(message);
  });
});
