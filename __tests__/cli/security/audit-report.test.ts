import { readAuditReport } from "../../../cli/security/audit";

const advisory = (name: string, id: string) => ({
  source: 1,
  name,
  title: "Denial of service",
  url: `https://github.com/advisories/${id}`,
  severity: "high",
  range: "<1.0.0",
});

describe("readAuditReport", () => {
  it("returns each advisory once, with its id and its package", () => {
    const output = JSON.stringify({
      auditReportVersion: 2,
      vulnerabilities: {
        leaf: {
          name: "leaf",
          severity: "high",
          via: [advisory("leaf", "GHSA-1"), advisory("leaf", "GHSA-2")],
        },
        stem: { name: "stem", severity: "high", via: ["leaf", advisory("leaf", "GHSA-1")] },
      },
      metadata: {},
    });

    expect(readAuditReport(output)).toEqual([
      {
        check: "GHSA-1",
        title: "Denial of service (high)",
        resource: "leaf",
        guideline: "https://github.com/advisories/GHSA-1",
      },
      expect.objectContaining({ check: "GHSA-2", resource: "leaf" }),
    ]);
  });

  it("returns an empty list for a report without vulnerabilities", () => {
    expect(readAuditReport('{"vulnerabilities":{}}')).toEqual([]);
  });

  it.each([
    ["a response other than a report", '{"message":"405 Method Not Allowed","statusCode":405}'],
    ["an error", '{"error":{"code":"ENOLOCK","summary":"No lock"}}'],
    ["an empty output", ""],
  ])("returns undefined for %s", (_, output) => {
    expect(readAuditReport(output)).toBeUndefined();
  });
});
