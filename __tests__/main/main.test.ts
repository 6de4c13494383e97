import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { Clone } from "./clone";

const botToken = "123456:not-to-be-seen-anywhere";

describe("main.ts", () => {
  it("writes the same bytes in two clones with different folders, time zones and home folders", async () => {
    const [one, other] = [new Clone(), new Clone()];
    const runs = await Promise.all([
      one.synthesize({ TZ: "Asia/Tokyo", HOME: "/nowhere" }),
      other.synthesize({ TZ: "America/New_York", LANG: "de_DE.UTF-8" }),
    ]);
    const first = one.files();
    const again = await one.synthesize();

    expect([...runs, again].map(({ status, stderr }) => [status, stderr])).toEqual(Array(3).fill([0, ""]));
    expect([...first.keys()]).toEqual(
      expect.arrayContaining(["manifest.json", "stacks/kite/cdk.tf.json", "stacks/local/cdk.tf.json"]),
    );
    expect(differences(first, other.files())).toEqual([]);
    expect(differences(first, one.files())).toEqual([]);
  });

  it("writes no secret to any file, including the zips of the functions", async () => {
    const clone = new Clone();
    writeFileSync(join(clone.directory, ".env"), `TELEGRAM_BOT_TOKEN=${botToken}\n`);

    const run = await clone.synthesize({
      TELEGRAM_BOT_TOKEN: botToken,
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI",
    });

    const texts = [...clone.files()].flatMap(([name, content]) => [
      name,
      content.toString("latin1"),
      ...(name.endsWith(".zip")
        ? Object.values(unzipSync(content)).map((part) => Buffer.from(part).toString())
        : []),
    ]);
    expect(run.status).toBe(0);
    expect(texts.length).toBeGreaterThan(10);
    expect(texts.filter((text) => text.includes(botToken) || text.includes("wJalrXUtnFEMI"))).toEqual([]);
  });

  it("synthesizes the stack local without environment variables and without a deployment file", async () => {
    const clone = new Clone();

    const run = await clone.synthesize({ KITE_STACKS: "local", KITE_DEPLOYMENT: "none" });

    expect(run).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect([...clone.files().keys()]).toEqual(["manifest.json", "stacks/local/cdk.tf.json"]);
  });

  it("synthesizes the other stacks and reports the skipped ones without a deployment file", async () => {
    const clone = new Clone();

    rmSync(join(clone.directory, "deployments", "kite.json"));

    const run = await clone.synthesize();

    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(
      /^The stacks kite-state, kite-build, kite are left out .*\n.*deployments\/kite\.json.*received no such file/,
    );
    expect([...clone.files().keys()]).toContain("stacks/local/cdk.tf.json");
    expect([...clone.files().keys()]).not.toContain("stacks/kite/cdk.tf.json");
  });

  it("fails if KITE_DEPLOYMENT names a missing file", async () => {
    const run = await new Clone().synthesize({ KITE_DEPLOYMENT: "none" });

    expect(run).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/deployments\/none\.json\): .*received no such file/),
    });
  });

  it("reports all errors in one message without a stack trace if KITE_STACKS names a stack with invalid settings", async () => {
    const clone = new Clone();
    writeFileSync(join(clone.directory, "deployments", "bad.json"), '{"app":"kite","region":"here"}');

    const run = await clone.synthesize({
      KITE_STACKS: "kite",
      KITE_DEPLOYMENT: "bad",
      PORT: "no",
      TELEGRAM_BOT_TOKEN: "x",
    });

    expect(run.status).toBe(1);
    expect(
      run.stderr
        .trim()
        .split("\n")
        .map((line) => line.slice(0, 32)),
    ).toEqual([
      "The settings of the stack kite c",
      "  - account (deployments/bad.jso",
      "  - region (deployments/bad.json",
      "  - PORT (.env or the environmen",
      "  - TELEGRAM_BOT_TOKEN (.env or ",
    ]);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it("writes only the stage that --stage names, to the folder that CDKTF_OUTDIR names", async () => {
    const clone = new Clone();
    const deployment = { account: "123456789012", region: "eu-west-1", app: "kite", prodStage: true };
    writeFileSync(join(clone.directory, "deployments", "two.json"), JSON.stringify(deployment));

    const run = await clone.synthesize(
      { KITE_STACKS: "kite", KITE_DEPLOYMENT: "two", CDKTF_OUTDIR: "elsewhere" },
      ["--stage", "prod"],
    );

    const stack = clone.files("elsewhere").get("stacks/kite/cdk.tf.json")?.toString() ?? "";
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(stack).toContain('"prod.Members"');
    expect(stack).not.toContain('"dev.Members"');
  });

  it("writes kite-local, with its state in a file, if KITE_STATE is local", async () => {
    const clone = new Clone();

    const run = await clone.synthesize({ KITE_STACKS: "kite", KITE_STATE: "local" });

    const stack = clone.files().get("stacks/kite-local/cdk.tf.json")?.toString() ?? "";
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(stack).toContain('"path": "../../../terraform.kite-local.tfstate"');
  });
});

/** Returns the paths at which two outputs differ. */
function differences(
  one: ReadonlyMap<string, Buffer>,
  other: ReadonlyMap<string, Buffer>,
): readonly string[] {
  const paths = new Set([...one.keys(), ...other.keys()]);
  return [...paths].filter((path) => {
    const [left, right] = [one.get(path), other.get(path)];
    return !left || !right || !left.equals(right);
  });
}
