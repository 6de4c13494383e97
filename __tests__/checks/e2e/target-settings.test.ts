import { readTargetSettings } from "../../../checks/e2e/target-settings";

const awsTarget = {
  E2E_TARGET: "aws",
  E2E_WEBSOCKET_URL: "wss://abc.execute-api.eu-west-1.amazonaws.com/dev",
  E2E_CHANNEL: "kite-e2e",
  E2E_GROUP_URL: "https://web.telegram.org/a/#-1001234567890",
};

describe("the target of the end-to-end suite", () => {
  it("is the playground by default", () => {
    expect(readTargetSettings({})).toEqual({ name: "local" });
  });

  it("is a deployed stage if E2E_TARGET is aws", () => {
    expect(readTargetSettings({ ...awsTarget, E2E_AUTH: "/tmp/auth.json", E2E_PAGE_PORT: "4100" })).toEqual({
      name: "aws",
      webSocketUrl: awsTarget.E2E_WEBSOCKET_URL,
      channelName: "kite-e2e",
      groupUrl: awsTarget.E2E_GROUP_URL,
      authFile: "/tmp/auth.json",
      pagePort: 4100,
    });
  });

  it("uses the pipeline's session file and any free port by default", () => {
    expect(readTargetSettings(awsTarget)).toMatchObject({
      authFile: expect.stringMatching(/\/e2e\/auth\.json$/),
      pagePort: 0,
    });
  });

  it("reports each missing variable", () => {
    const read = () => readTargetSettings({ E2E_TARGET: "aws" });

    for (const sentence of [
      /^The settings of the target aws are not complete:$/m,
      /^E2E_WEBSOCKET_URL: expected the stage's WebSocket URL/m,
      /^E2E_CHANNEL: expected the name of the channel/m,
      /^E2E_GROUP_URL: expected the address of the host's group/m,
    ]) {
      expect(read).toThrow(sentence);
    }
  });

  it.each([
    ["E2E_TARGET", "azure", /^E2E_TARGET: expected local or aws, received "azure"\.$/],
    [
      "E2E_WEBSOCKET_URL",
      "https://abc/dev",
      /E2E_WEBSOCKET_URL: expected a URL that begins with wss.*, received "https:/,
    ],
    ["E2E_GROUP_URL", "the group", /E2E_GROUP_URL: expected a URL, received "the group"\./],
    ["E2E_PAGE_PORT", "http", /E2E_PAGE_PORT: expected a port, or 0 for any free one, received "http"\./],
  ])("rejects an invalid %s", (variable, value, sentence) => {
    expect(() => readTargetSettings({ ...awsTarget, [variable]: value })).toThrow(sentence);
  });
});
