import { BuildRoom } from "./build-room";

describe("the build of a pull request", () => {
  it("runs the checks and asks AWS for nothing", async () => {
    const room = new BuildRoom();

    const build = await room.run("pull-request");

    expect(build.status).toBe("SUCCEEDED");
    expect(room.calls()).toEqual(["npm ci --no-audit", "npm run check"]);
  });

  it("is red when a check fails", async () => {
    const room = new BuildRoom().script({ call: "npm run check", exitCode: 1, says: "1 failed" });

    const build = await room.run("pull-request");

    expect(build.status).toBe("FAILED");
  });
});

describe("the security scan", () => {
  const room = () => new BuildRoom().file("source/cli/fetch-checkov.sh", "npm fetches checkov\n");

  it("scans plans, files and packages, and asks AWS for nothing", async () => {
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

  it.each(["scan", "audit"])("fails when %s has findings, and reports both", async (program) => {
    const built = room().script({ call: `npm run kite -- ${program}`, exitCode: 1, says: "a finding" });

    const build = await built.run("security-scan");

    expect(build).toMatchObject({ status: "FAILED", log: "a finding\n" });
    expect(built.calls().slice(-2)).toEqual(["npm run kite -- scan", "npm run kite -- audit"]);
  });

  it("scans nothing with a scanner that did not come", async () => {
    const built = room().file("source/cli/fetch-checkov.sh", "exit 1\n");

    const build = await built.run("security-scan");

    expect(build.status).toBe("FAILED");
    expect(built.calls()).toEqual(["npm ci --no-audit"]);
  });
});
