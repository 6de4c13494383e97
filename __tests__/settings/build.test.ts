import { deploymentOptions } from "../../settings/deployment-options";
import { readSettings } from "../../settings/settings";
import { settingsFolder, smallest } from "./settings-folder";

const deploymentOf = (file: object, environment: Record<string, string> = {}) =>
  readSettings({ directory: settingsFolder({ ...smallest, ...file }), environment }).deployment;

describe("the build settings of a deployment", () => {
  it.each([
    { gitRepositoryUrl: "https://github.com/ada/chat" },
    { gitRepositoryUrl: "https://git.example.org:8443/ada/chat.git" },
    { gitBranch: "release/2" },
    { releaseActorIds: ["583231"] },
    { buildArchitecture: "arm64" },
    { buildLambdaViaAsset: true },
    { driftCheckSchedule: "rate(1 hour)" },
    { driftEmails: ["ada@example.org"] },
    { driftCheckTimeZone: "Europe/Berlin" },
  ])("honors %j", (file) => {
    const deployment = deploymentOf(file);

    expect(deployment).toMatchObject(file);
  });

  it.each<[keyof typeof deploymentOptions & string, string]>([
    ["gitRepositoryUrl", "git@github.com:ada/chat.git"],
    ["gitRepositoryUrl", "https://token@github.com/ada/chat"],
    ["gitRepositoryUrl", "http://git.example.org/ada/chat"],
    ["gitRepositoryUrl", "https://git.example.org/chat"],
    ["gitRepositoryUrl", "https://git.example.org/group/ada/chat"],
    ["gitRepositoryUrl", "https://GitHub.com/ada/chat"],
    ["gitRepositoryUrl", "https://www.github.com/ada/chat"],
    ["gitRepositoryUrl", "https://localhost/ada/chat"],
    ["gitRepositoryUrl", "https://git.example.org:99999/ada/chat"],
    ["gitRepositoryUrl", "https://gitlab.com/ada/chat"],
    ["gitRepositoryUrl", "https://bitbucket.org/ada/chat"],
    ["gitRepositoryUrl", "https://ada.visualstudio.com/chat/_git"],
    ["gitBranch", "a b"],
    ["releaseActorIds", "583231"],
    ["buildArchitecture", "arm"],
    ["buildLambdaViaAsset", "yes"],
    ["driftCheckSchedule", "0 12 * * *"],
    ["driftCheckTimeZone", "Europe/Atlantis"],
  ])("rejects %s %j, and reports the expected value", (key, value) => {
    const read = () => deploymentOf({ [key]: value });

    const { expected, where } = deploymentOptions[key];
    expect(read).toThrow(
      `- ${key} (deployments/kite.json): expected ${expected}, received ${JSON.stringify(value)}. Hint: ${where}.`,
    );
  });
});

describe("the source bucket of kite-build", () => {
  const KEYS = {
    "request-dispatcher": "request-dispatcher.zip",
    outbox: "outbox.zip",
    "lifecycle-handler": "lifecycle-handler.zip",
    widget: "widget.zip",
  };

  it.each(["asset", "build"])("has the account in its name, with code %s", (code) => {
    const { source } = deploymentOf({ code });

    expect(source).toEqual({ bucket: "kite-source-123456789012", keys: KEYS });
  });

  it("is also the bucket of the functions if it has a custom name", () => {
    const { source, code } = deploymentOf({
      code: "build",
      s3SourceBucketName: "ours",
      mainLambdaS3Key: "main.zip",
    });

    expect(source).toEqual({ bucket: "ours", keys: { ...KEYS, "request-dispatcher": "main.zip" } });
    expect(code).toEqual({ from: "s3", shippedByPipeline: true, ...source });
  });

  it("is not the bucket of the functions with code s3", () => {
    const keys = {
      mainLambdaS3Key: "m",
      outboxLambdaS3Key: "o",
      lifecycleLambdaS3Key: "l",
      widgetLambdaS3Key: "w",
    };

    const { source } = deploymentOf({ code: "s3", s3SourceBucketName: "releases", ...keys });

    expect(source.bucket).toBe("kite-source-123456789012");
  });

  it("is a separate bucket in a sandbox, also for the functions", () => {
    const { source, code } = deploymentOf({ code: "build" }, { KITE_SANDBOX: "ada" });

    expect(source.bucket).toBe("ada-kite-source-123456789012");
    expect(code).toMatchObject({ bucket: "ada-kite-source-123456789012" });
  });

  it("is rejected in a sandbox if its name becomes too long", () => {
    const bucket = "b".repeat(60);

    const read = () => deploymentOf({ code: "build", s3SourceBucketName: bucket }, { KITE_SANDBOX: "ada" });

    expect(read).toThrow(
      /KITE_SANDBOX .*expected .* at most 63 characters.*"ada-b+" too long as s3SourceBucketName/,
    );
  });

  it.each(["octocat", ".*", "0"])("cannot be read if releaseActorIds contains the invalid ID %j", (id) => {
    const read = () => deploymentOf({ releaseActorIds: ["583231", id] });

    expect(read).toThrow(/- releaseActorIds\.1 \(deployments\/kite\.json\): expected a list/);
  });
});
