import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "./settings-folder";

const slackHook = `https://hooks.slack.com/services/${"T0/B0/made1up2"}`;
const group = "https://web.telegram.org/a/#-1001234567890";

describe("readSettings", () => {
  it("fills in every default of the smallest deployment", () => {
    const directory = settingsFolder();

    const settings = readSettings({ directory, environment: {} });

    expect(settings).toEqual({
      deployment: {
        name: "kite",
        ...smallest,
        stateBucket: "kite-terraform-state-123456789012",
        cloudflareProxy: false,
        proxyRequestsPerTenSeconds: 100,
        proxyManagedRules: false,
        alarmEmails: [],
        alarmForwarder: false,
        logArchive: false,
        logArchiveDays: 365,
        athenaScanLimitMegabytes: 10_000,
        stagePrefix: "",
        code: { from: "asset" },
        source: {
          bucket: "kite-source-123456789012",
          keys: {
            "request-dispatcher": "request-dispatcher.zip",
            outbox: "outbox.zip",
            "lifecycle-handler": "lifecycle-handler.zip",
            widget: "widget.zip",
          },
        },
        gitRepositoryUrl: "https://github.com/example/kite.git",
        gitBranch: "main",
        releaseActorIds: [],
        buildArchitecture: "x86_64",
        buildLambdaViaAsset: false,
        driftCheckSchedule: "cron(0 12 ? * MON-FRI *)",
        driftCheckTimeZone: "UTC",
        driftEmails: [],
        stages: [
          {
            name: "dev",
            retentionDays: 7,
            allowedOrigins: ["*"],
            throttlingRateLimit: 500,
            throttlingBurstLimit: 1000,
            pingThrottlingRateLimit: 100,
            pingThrottlingBurstLimit: 200,
            logRetentionDays: 30,
            memorySize: 512,
            outboxMemorySizeMb: 256,
            lifecycleMemorySizeMb: 256,
            architecture: "arm64",
            runtime: "nodejs22.x",
            handler: "index.handler",
            outboxRuntime: "nodejs22.x",
            outboxHandler: "index.handler",
            lifecycleRuntime: "nodejs22.x",
            lifecycleHandler: "index.handler",
            widgetRuntime: "nodejs22.x",
            widgetHandler: "index.handler",
            widgetMemorySizeMb: 256,
            dispatcherTimeoutSeconds: 29,
            outboxTimeoutSeconds: 45,
            lifecycleTimeoutSeconds: 300,
            outboxMaximumConcurrency: 50,
            frameBurst: 20,
            framesPerSecond: 2,
            messagesPerDay: 1000,
            wakeUpDelaySeconds: 1,
            sweepRateMinutes: 5,
            telegramApiRoot: "https://api.telegram.org",
            alarms: {
              enabled: true,
              lambdaErrors: 1,
              lambdaThrottles: 1,
              durationPercent: 80,
              http5xx: 1,
              webSocketExecutionErrors: 1,
              oldestMessageSeconds: 900,
              deliveriesNeedingAttention: 3,
              dynamoDbThrottles: 1,
            },
            protect: false,
            pointInTimeRecovery: false,
          },
        ],
      },
      variables: {
        KITE_DEPLOYMENT: "kite",
        KITE_STATE: "s3",
        HOST: "127.0.0.1",
        PORT: 3000,
      },
    });
  });

  it("returns a frozen object", () => {
    const settings = readSettings({ directory: settingsFolder(), environment: {} });

    const change = () => {
      (settings.deployment.stages[0] as { retentionDays: number }).retentionDays = 1;
    };

    expect(change).toThrow(TypeError);
    expect(settings.deployment.stages[0]?.retentionDays).toBe(7);
  });

  it("protects prod, but not dev, by default", () => {
    const standard = readSettings({
      directory: settingsFolder({ ...smallest, prodStage: true }),
      environment: {},
    });
    const turned = readSettings({
      directory: settingsFolder({
        ...smallest,
        prodStage: true,
        stages: { dev: { protect: true }, prod: { protect: false } },
      }),
      environment: {},
    });

    expect(standard.deployment.stages.map(({ name, protect }) => [name, protect])).toEqual([
      ["dev", false],
      ["prod", true],
    ]);
    expect(turned.deployment.stages.map(({ protect }) => protect)).toEqual([true, false]);
  });

  it("reads .env, which the environment overrides", () => {
    const directory = settingsFolder(smallest, "PORT=4000 # a comment\nHOST=0.0.0.0\nTUNNEL_URL=\n");

    const settings = readSettings({ directory, environment: { HOST: "::1" } });

    expect(settings.variables).toMatchObject({ PORT: 4000, HOST: "::1", TUNNEL_URL: undefined });
  });

  it.each([
    ["KITE_STACKS", "local, kite", ["local", "kite"]],
    ["KITE_STATE", "local"],
    ["AWS_ENDPOINT_URL", "http://localhost:4566"],
    ["CLOUDFLARE_API_TOKEN", "a-token"],
    ["CLOUDFLARE_PROXY_SECRET", "0123456789abcdef0123456789abcdef"],
    ["CLOUDFLARE_READ_TOKEN", "a-token"],
    ["ALARM_FORWARDER_URL", slackHook],
    ["E2E_WEBSOCKET_URL", "wss://a.example/dev"],
    ["E2E_CHANNEL", "kite-e2e"],
    ["E2E_GROUP_URL", group],
    ["GITHUB_TOKEN", "ghp_1"],
    ["TELEGRAM_PROD_BOT_TOKEN", "13:ab_C-d"],
    ["EMAIL", "ada@example.org"],
    ["HOST", "0.0.0.0"],
    ["PORT", "0", 0],
    ["DYNAMODB_ENDPOINT", "http://127.0.0.1:8000"],
    ["TELEGRAM_BOT_TOKEN", "12:ab_C-d"],
    ["TELEGRAM_API_ROOT", "http://localhost:81"],
    ["TUNNEL_URL", "https://a.example"],
  ])("honors the variable %s", (name, text, value: unknown = text) => {
    const settings = readSettings({ directory: settingsFolder(), environment: { [name]: text } });

    expect(settings.variables).toMatchObject({ [name]: value });
  });

  it("reads a URL with a # from .env only in quotes", () => {
    const quoted = settingsFolder(smallest, `E2E_GROUP_URL="${group}" # the host's group\n`);
    const bare = settingsFolder(smallest, `E2E_GROUP_URL=${group}\n`);

    expect(readSettings({ directory: quoted, environment: {} }).variables.E2E_GROUP_URL).toBe(group);
    expect(() => readSettings({ directory: bare, environment: {} })).toThrow(
      /E2E_GROUP_URL .*expected .* in double quotes in \.env/,
    );
  });

  it("honors the variable KITE_DEPLOYMENT", () => {
    const directory = settingsFolder();
    writeFileSync(
      join(directory, "deployments", "mine.json"),
      JSON.stringify({ ...smallest, account: "000000000001" }),
    );

    const settings = readSettings({ directory, environment: { KITE_DEPLOYMENT: "mine" } });

    expect(settings.deployment).toMatchObject({ name: "mine", account: "000000000001" });
  });

  it.each([
    ["retentionDays", 30],
    ["allowedOrigins", ["https://example.org", "http://localhost:5173"]],
    ["throttlingRateLimit", 10.5],
    ["throttlingBurstLimit", 20],
    ["pingThrottlingRateLimit", 0.5],
    ["pingThrottlingBurstLimit", 1],
    ["logRetentionDays", 14],
    ["dispatcherMemorySizeMb", 1024, "memorySize"],
    ["outboxMemorySizeMb", 128],
    ["lifecycleMemorySizeMb", 10_240],
    ["outboxMaximumConcurrency", 2],
    ["messagesPerDay", 1],
    ["architecture", "x86_64"],
    ["dispatcherRuntime", "nodejs24.x", "runtime"],
    ["frameBurst", 5],
    ["framesPerSecond", 0.5],
    ["wakeUpDelaySeconds", 0],
    ["sweepRateMinutes", 1],
    ["webSocketCallbackUrl", "http://emulator:4566/{apiId}/dev"],
    ["telegramApiRoot", "http://10.0.0.1:8081"],
  ])("honors the key %s of a stage", (key, value, name: string = key) => {
    const directory = settingsFolder({ ...smallest, stages: { dev: { [key]: value } } });

    const settings = readSettings({ directory, environment: {} });

    expect(settings.deployment.stages[0]).toHaveProperty(name, value);
  });

  it.each([
    ["stateBucket", "my-state"],
    ["permissionsBoundaryArn", "arn:aws:iam::123456789012:policy/bound"],
  ])("honors the key %s of a deployment", (key, value) => {
    const settings = readSettings({
      directory: settingsFolder({ ...smallest, [key]: value }),
      environment: {},
    });

    expect(settings.deployment).toHaveProperty(key, value);
  });
});
