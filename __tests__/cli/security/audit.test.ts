import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Clone } from "../../main/clone";

/** Runs `kite audit` with an npm that prints a report. */
function audit(report: string, ...words: readonly string[]) {
  const clone = new Clone();
  const bin = join(clone.directory, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "npm"), `#!/bin/sh\necho "$*" >&2\ncat <<'END'\n${report}\nEND\nexit 1\n`);
  chmodSync(join(bin, "npm"), 0o755);
  return clone.kite(["audit", ...words], { PATH: `${bin}:/usr/bin:/bin` });
}

const advisory = {
  name: "left-pad",
  title: "Pads on the right",
  url: "https://github.com/advisories/GHSA-0000",
  severity: "high",
};
const auditReport = JSON.stringify({ vulnerabilities: { "left-pad": { via: [advisory] } } });

describe("kite audit", () => {
  it("fails for a vulnerability that is not accepted, and prints it with --json", async () => {
    const { status, stdout, stderr } = await audit(auditReport, "--json");

    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      checked: true,
      findings: [{ check: "GHSA-0000", resource: "left-pad" }],
    });
    expect(stderr).toMatch(/^GHSA-0000 at left-pad: Pads on the right \(high\)/m);
  });

  it("succeeds if the registry returns no report, and prints a notice", async () => {
    const { status, stdout, stderr } = await audit("npm error network");

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^The registry returned no report/);
  });
});
