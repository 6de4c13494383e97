import { BuildRoom, downloadSha256 } from "./build-room";

const driftedPlan = {
  stack: "kite",
  verdict: "drift",
  summary: "1 drifted outside Terraform.",
  resources: [{ address: "aws_sqs_queue.Outbox", class: "drifted", attributes: ["tags"] }],
  notListed: 0,
  ignored: [],
  expired: [],
};
const clean = {
  ...driftedPlan,
  verdict: "clean",
  summary: "Everything is as declared and deployed.",
  resources: [],
};
const failed = {
  stack: "kite",
  verdict: "failed",
  reason: 'The state is locked ("by Ada").\nWho:\n - - -\n',
};

/** Creates a check whose drift program ends with this report and exit code. */
function room(report: object, exitCode: number): BuildRoom {
  return new BuildRoom().file("drift.json", JSON.stringify(report)).file("drift-code", `${exitCode}\n`);
}

function check(of: BuildRoom, environment: Readonly<Record<string, string>> = {}) {
  return of.run("drift-check", {
    STACK: "kite",
    CODEBUILD_BUILD_ID: "drift-check-project:1",
    TERRAFORM_SHA256_ARM64: downloadSha256,
    TERRAFORM_SHA256_AMD64: downloadSha256,
    ...environment,
  });
}

describe("the drift check", () => {
  it("installs the pinned Terraform, and runs kite drift", async () => {
    const built = room(clean, 0);

    const build = await check(built);

    expect(build.status).toBe("SUCCEEDED");
    expect(built.calls("curl")[0]).toMatch(
      /https:\/\/releases\.hashicorp\.com\/terraform\/1\.11\.4\/terraform_1\.11\.4_linux_(amd64|arm64)\.zip$/,
    );
    expect(built.calls("unzip")).toEqual([
      "unzip -o -q .kite/pipeline/terraform.zip terraform -d /usr/local/bin",
    ]);
    expect(built.calls("npm run kite -- drift")).toEqual([
      "npm run kite -- drift kite --report .kite/pipeline/drift.json",
    ]);
  });

  it("sends no event for a stack without drift", async () => {
    const built = room(clean, 0);

    const build = await check(built);

    expect(build.status).toBe("SUCCEEDED");
    expect(built.events()).toEqual([]);
    expect(built.json("drift/kite.json")).toEqual({ drift: false, checkedAt: expect.any(String) });
  });

  it("sends an event with addresses and attributes each time that it finds drift, and succeeds", async () => {
    const built = room(driftedPlan, 2);

    const builds = [await check(built), await check(built)];

    const { stack, summary, resources, notListed } = driftedPlan;
    const listing = "aws_sqs_queue.Outbox (drifted: tags)";
    const event = {
      Source: "kite.build",
      DetailType: "Kite drift detected",
      Detail: { stack, summary, resources, listing, notListed },
    };
    expect(builds.map((build) => build.status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(built.events()).toEqual([event, event]);
    expect(built.json("drift/kite.json")).toMatchObject({ drift: true });
  });

  it("sends a list of resources without double quotes and line breaks, even for a resource without attributes", async () => {
    const resources = [
      { address: 'aws_sqs_queue.Outbox["a b"]', class: "drifted", attributes: ['tags["the owner"]', "name"] },
      { address: "output.Url", class: "not-applied", attributes: [] },
    ];
    const built = room({ ...driftedPlan, resources }, 2);

    await check(built);

    expect(built.events()[0]?.Detail).toMatchObject({
      resources,
      listing: "aws_sqs_queue.Outbox['a b'] (drifted: tags['the owner'], name); output.Url (not-applied)",
    });
  });

  it("sends one event when the drift is gone", async () => {
    const built = room(clean, 0).object("drift/kite.json", { drift: true });

    await check(built);
    await check(built);

    expect(built.events()).toEqual([
      { Source: "kite.build", DetailType: "Kite drift cleared", Detail: { stack: "kite" } },
    ]);
    expect(built.json("drift/kite.json")).toMatchObject({ drift: false });
  });

  it("sends the reason, fails, and keeps the stored result if kite drift has no verdict", async () => {
    const built = room(failed, 1).object("drift/kite.json", { drift: true });

    const build = await check(built);

    expect(build.status).toBe("FAILED");
    expect(build.log).toContain("The drift check of kite failed with exit code 1");
    expect(built.events()).toEqual([
      {
        Source: "kite.build",
        DetailType: "Kite drift check failed",
        // The reason is inside quotes in the email, so its own double quotes are replaced.
        Detail: { stack: "kite", reason: "The state is locked ('by Ada'). Who: - - -" },
      },
    ]);
    expect(built.json("drift/kite.json")).toEqual({ drift: true });
  });

  it.each<[string, (built: BuildRoom) => BuildRoom, Readonly<Record<string, string>>, RegExp]>([
    [
      "Terraform cannot be fetched",
      (built) => built.script({ call: "curl*", exitCode: 22, says: "404" }),
      {},
      /could not be downloaded/,
    ],
    [
      "the checksum of Terraform is wrong",
      (built) => built,
      { TERRAFORM_SHA256_AMD64: "0".repeat(64), TERRAFORM_SHA256_ARM64: "0".repeat(64) },
      /expected the SHA-256 0{64}, received [0-9a-f]{64}\. Do not use it/,
    ],
    [
      "npm ci fails",
      (built) => built.script({ call: "npm ci*", exitCode: 1, says: "ENETDOWN" }),
      {},
      /ENETDOWN/,
    ],
  ])("sends an event of a failed check if %s", async (_case, arrange, environment, message) => {
    const built = arrange(room(clean, 0));

    const build = await check(built, environment);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(message);
    expect(built.calls("npm run kite -- drift")).toEqual([]);
    expect(built.events()).toEqual([
      {
        Source: "kite.build",
        DetailType: "Kite drift check failed",
        Detail: {
          stack: "kite",
          reason:
            "The check failed before it ran Terraform. The log of build drift-check-project:1 shows the reason.",
        },
      },
    ]);
  });

  it.each<[string, object, number]>([
    ["drift", driftedPlan, 2],
    ["the end of drift", clean, 0],
    ["a failed check", failed, 1],
  ])("fails, and stores no result, if it cannot send the event of %s", async (_case, report, exitCode) => {
    const built = room(report, exitCode)
      .object("drift/kite.json", { drift: true })
      .script({ call: "aws events*", says: "An error occurred (InternalException)" });

    const build = await check(built);

    expect(build.status).toBe("FAILED");
    expect(build.log).toMatch(
      /could not be sent: An error occurred \(InternalException\)\. The result was not reported/,
    );
    expect(built.json("drift/kite.json")).toEqual({ drift: true });
  });
});
