import fc from "fast-check";
import { lookUpSettings, readSettings } from "../../settings/settings";
import { OptionsError } from "../../stacks/options/option-fault";
import { settingsFolder, smallest } from "./settings-folder";

function faultsOf(directory: string, environment: Record<string, string> = {}): OptionsError {
  try {
    readSettings({ directory, environment });
  } catch (error) {
    if (error instanceof OptionsError) {
      return error;
    }
    throw error;
  }
  throw new Error("The settings were accepted.");
}

describe("the errors of the settings", () => {
  it("are all in one message, both those of the file and those of the environment", () => {
    const directory = settingsFolder({
      account: "12",
      region: "eu-west-1",
      stages: { dev: { dispatcherRuntime: "go", size: 1 } },
    });

    const error = faultsOf(directory, { PORT: "http", KITE_STATE: "disk" });

    expect(error.message.split("\n")).toEqual([
      "The settings cannot be used:",
      '  - account (deployments/kite.json): expected the 12 digits of an AWS account, in quotes, received "12". Hint: aws sts get-caller-identity.',
      expect.stringMatching(/^ {2}- app \(deployments\/kite\.json\): expected 2 to 20 .* received nothing\./),
      expect.stringMatching(
        /^ {2}- stages\.dev\.dispatcherRuntime .* expected a Lambda runtime for the dispatcher: nodejs22\.x.* received "go"\./,
      ),
      expect.stringMatching(
        /^ {2}- stages\.dev\.size \(deployments\/kite\.json\): expected no such key, received an unknown key\./,
      ),
      expect.stringMatching(
        /^ {2}- KITE_STATE \(\.env or the environment\): expected s3 or local, received "disk"\./,
      ),
      expect.stringMatching(
        /^ {2}- PORT \(\.env or the environment\): expected a port number .* received "http"/,
      ),
    ]);
  });

  it.each([
    ["account", 123456789012],
    ["account", "12345678901"],
    ["region", "Frankfurt"],
    ["app", "-kite"],
    ["app", "Kite"],
    ["app", "a-name-that-is-far-too-long"],
    ["prodStage", "yes"],
    ["stateBucket", "Bad_Bucket"],
    ["permissionsBoundaryArn", "bound"],
    ["domainName", "https://example.org"],
    ["domainName", "Example.org"],
    ["domainName", "example.org."],
    ["domainName", "localhost"],
    ["cloudflareProxy", "yes"],
    ["proxyRequestsPerTenSeconds", 0],
    ["proxyManagedRules", 1],
    ["alarmEmails", 5],
    ["alarmForwarder", "slack"],
    ["monthlyBudgetUsd", 0],
    ["budgetTag", "app=kite"],
    ["logArchive", "s3"],
    ["logArchiveDays", 0],
    ["athenaScanLimitMegabytes", 9],
    ["stages", []],
  ])("contain the key %s if its value is %j", (key, value) => {
    const error = faultsOf(settingsFolder({ ...smallest, [key]: value }));

    expect(error.faults).toEqual([expect.objectContaining({ name: key, received: JSON.stringify(value) })]);
  });

  it.each([
    ["retentionDays", 0],
    ["retentionDays", 1.5],
    ["retentionDays", "7"],
    ["allowedOrigins", []],
    ["throttlingRateLimit", 0],
    ["throttlingBurstLimit", -1],
    ["pingThrottlingRateLimit", 0],
    ["pingThrottlingBurstLimit", 0],
    ["logRetentionDays", 8],
    ["dispatcherMemorySizeMb", 64],
    ["outboxMemorySizeMb", 127],
    ["lifecycleMemorySizeMb", 10_241],
    ["outboxMaximumConcurrency", 1],
    ["outboxMaximumConcurrency", 1001],
    ["messagesPerDay", 0],
    ["architecture", "mips"],
    ["dispatcherRuntime", "nodejs20.x"],
    ["frameBurst", 0],
    ["framesPerSecond", 0],
    ["wakeUpDelaySeconds", 901],
    ["sweepRateMinutes", 0],
    ["alarms", "loud"],
    ["telegramApiRoot", "https://api.telegram.org/"],
    ["webSocketCallbackUrl", "ws://emulator/"],
    ["protect", "no"],
  ])("contain the key stages.dev.%s if its value is %j", (key, value) => {
    const error = faultsOf(settingsFolder({ ...smallest, stages: { dev: { [key]: value } } }));

    expect(error.faults).toHaveLength(1);
    expect(error.faults[0]).toMatchObject({
      name: `stages.dev.${key}`,
      kind: "wrong",
      received: JSON.stringify(value),
    });
  });

  it.each([
    ["enabled", "loud"],
    ["lambdaErrors", 0],
    ["lambdaThrottles", 0],
    ["durationPercent", 101],
    ["http5xx", 1.5],
    ["webSocketExecutionErrors", 0],
    ["oldestMessageSeconds", 59],
    ["deliveriesNeedingAttention", 0],
    ["dynamoDbThrottles", 0],
    ["louder", 1],
  ])("contain the key stages.prod.alarms.%s if its value is %j", (key, value) => {
    const file = { ...smallest, prodStage: true, stages: { prod: { alarms: { [key]: value } } } };

    const { faults } = faultsOf(settingsFolder(file));

    expect(faults).toEqual([
      expect.objectContaining({
        name: `stages.prod.alarms.${key}`,
        kind: "wrong",
        received: key === "louder" ? "an unknown key" : JSON.stringify(value),
      }),
    ]);
  });

  it.each(["https://example.org/", "example.org", "https://*.example.org", "ftp://example.org"])(
    "contain the position of the invalid origin %s",
    (origin) => {
      const error = faultsOf(
        settingsFolder({ ...smallest, stages: { dev: { allowedOrigins: ["*", origin] } } }),
      );

      expect(error.faults).toEqual([expect.objectContaining({ name: "stages.dev.allowedOrigins.1" })]);
      expect(error.message).toContain("a list of origins");
    },
  );

  it.each([
    ["KITE_DEPLOYMENT", "../secrets"],
    ["KITE_STACKS", "kite,kyte"],
    ["KITE_STATE", "S3"],
    ["AWS_ENDPOINT_URL", "localhost:4566"],
    ["AWS_ENDPOINT_URL", "http://localhost:4566/"],
    ["E2E_WEBSOCKET_URL", "https://a.example/dev"],
    ["E2E_WEBSOCKET_URL", "wss://a.example/dev/"],
    ["E2E_CHANNEL", "short"],
    ["E2E_CHANNEL", "kite__e2e"],
    ["E2E_GROUP_URL", "https://web.telegram.org/a/"],
    ["HOST", "a host"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["DYNAMODB_ENDPOINT", "8000"],
    ["TELEGRAM_API_ROOT", "ftp://example.org"],
    ["TUNNEL_URL", "http://example.org"],
  ])("contain the variable %s if its value is %s", (name, value) => {
    const error = faultsOf(settingsFolder(), { [name]: value });

    expect(error.faults).toEqual([
      expect.objectContaining({ name, kind: "wrong", received: JSON.stringify(value) }),
    ]);
  });

  it.each([
    ["TELEGRAM_BOT_TOKEN", "not-a-token"],
    ["CLOUDFLARE_READ_TOKEN", "not a-token"],
    ["ALARM_FORWARDER_URL", `http://hooks.slack.com/services/${"T0/B0/not-a-token"}`],
  ])("never contain the value of the secret %s", (name, value) => {
    const error = faultsOf(settingsFolder(), { [name]: value });

    expect(error.message).toMatch(new RegExp(`${name} .*expected .*received a value that is not shown`));
    expect(error.message).not.toContain("a-token");
    expect(JSON.stringify(error.faults)).not.toContain("a-token");
  });

  it.each([
    ["a deployment file that does not exist", undefined, "wrong", /received no such file/],
    ["a deployment file that is not JSON", "{", "wrong", /received invalid JSON/],
    ["a deployment file that contains a list", "[]", "wrong", /the whole file .* received \[\]/],
  ])("include %s", (_case, text, kind, message) => {
    const directory = settingsFolder(text ?? smallest);

    const error = faultsOf(directory, text === undefined ? { KITE_DEPLOYMENT: "other" } : {});

    expect(error.faults).toEqual([expect.objectContaining({ name: "the whole file", kind })]);
    expect(error.message).toMatch(message);
  });

  it("include settings of prod without prodStage", () => {
    const error = faultsOf(
      settingsFolder({ ...smallest, stages: { prod: { dispatcherMemorySizeMb: 1024 } } }),
    );

    expect(error.faults).toEqual([expect.objectContaining({ name: "prodStage", kind: "wrong" })]);
  });

  it("are returned, not thrown, for a deployment file with any JSON", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const lookup = lookUpSettings({ directory: settingsFolder(text), environment: {} });

        expect("faults" in lookup ? lookup.faults.length : 1).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});
