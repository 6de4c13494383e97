import { BuildRoom } from "./build-room";

describe("the build of a pull request", () => {
  it("runs the checks without a call to AWS", async () => {
    const room = new BuildRoom();

    const build = await room.run("pull-request");

    expect(build.status).toBe("SUCCEEDED");
    expect(room.calls()).toEqual(["npm ci --no-audit", "npm run check"]);
  });

  it("fails if a check fails", async () => {
    const room = new BuildRoom().script({ call: "npm run check", exitCode: 1, says: "1 failed" });

    const build = await room.run("pull-request");

    expect(build.status).toBe("FAILED");
  });
});

describe("the security scan", () => {
  const room = () => new BuildRoom().file("source/cli/fetch-checkov.sh", "npm fetches checkov\n");

  it("scans stacks, files and packages without a call to AWS", async () => {
    const built = room();

    const build = await built.run("security-scan");

    expect(build.status).toBe("SUCCEEDED");
    expect(built.calls()).toEqual([
      "npm ci --no-audit",
      "npm fetches checkov",
      "npm run kite -- scan",
      "npm run kite -- audit",
    ]);
  });

  it.each(["scan", "audit"])(
    "fails if %s has findings, after it has run both the scan and the audit",
    async (program) => {
      const built = room().script({ call: `npm run kite -- ${program}`, exitCode: 1, says: "a finding" });

      const build = await built.run("security-scan");

      expect(build).toMatchObject({ status: "FAILED", log: "a finding\n" });
      expect(built.calls().slice(-2)).toEqual(["npm run kite -- scan", "npm run kite -- audit"]);
    },
  );

  it("runs no scan if the scanner could not be downloaded", async () => {
    const built = room().file("source/cli/fetch-checkov.sh", "exit 1\n");

    const build = await built.run("security-scan");

    expect(build.status).toBe("FAILED");
    expect(built.calls()).toEqual(["npm ci --no-audit"]);
  });
});
