import type { Finding } from "../../../cli/drift/classify";
import { report } from "../../../cli/drift/report";
import { writeReport } from "../../../cli/drift/report-text";

const table: Finding = {
  address: "aws_dynamodb_table.dev_Members",
  class: "drifted",
  change: "changed",
  attributes: ["tags.Owner", "ttl"],
  restoredByDeploy: true,
};
const output: Finding = { address: "output.url", class: "not-applied", change: "created", attributes: [] };
const gone: Finding = {
  ...table,
  address: "aws_sqs_queue.dev",
  change: "deleted",
  attributes: [],
  restoredByDeploy: false,
};
const ignoredEntry = {
  address: "aws_dynamodb_table.*",
  attributes: ["ttl"],
  reason: "Ops tries another time.",
};
const oldEntry = { ...ignoredEntry, attributes: ["tags"], until: "2026-01-31" };

describe("report", () => {
  it("is clean without findings", () => {
    const found = report("kite", [], { entries: [ignoredEntry], expired: [] });

    expect(found).toEqual({
      stack: "kite",
      verdict: "clean",
      summary: "No differences.",
      resources: [],
      notListed: 0,
      ignored: [],
      expired: [],
    });
  });

  it("lists each class, ignored findings, and expired entries", () => {
    const found = report("kite", [table, output], { entries: [ignoredEntry], expired: [oldEntry] });

    expect(found).toEqual({
      stack: "kite",
      verdict: "drift",
      summary: "1 drifted outside Terraform, 1 not yet applied, 1 ignored.",
      resources: [{ ...table, attributes: ["tags.Owner"] }, output],
      notListed: 0,
      ignored: [
        { address: table.address, class: "drifted", attributes: ["ttl"], reason: ignoredEntry.reason },
      ],
      expired: [oldEntry],
    });
  });

  it("is clean if several entries together cover a finding", () => {
    const entries = [ignoredEntry, { ...ignoredEntry, attributes: ["tags"] }];

    const found = report("kite", [table], { entries, expired: [] });

    expect(found).toMatchObject({ verdict: "clean", resources: [], ignored: [{}, {}] });
    expect(found.summary).toBe("No differences, 2 ignored.");
  });

  it("is short enough for an event, and counts the findings and attributes that it omits", () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({
      ...table,
      address: `${table.address}${index}`,
    }));
    const wide = { ...table, attributes: Array.from({ length: 50 }, (_, index) => `tags.t${index}`) };

    const found = report("kite", [wide, ...many], { entries: [ignoredEntry], expired: [] });

    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(128 * 1024);
    expect(found.resources[0]?.attributes.slice(-2)).toEqual(["tags.t19", "and 30 more"]);
    expect(found.resources.length + found.notListed).toBe(3001);
    expect(found.notListed).toBeGreaterThan(0);
    expect(found.summary).toMatch(/^3001 drifted/);
  });
});

describe("writeReport", () => {
  it("returns one line for a clean stack", () => {
    const text = writeReport(report("kite", [], { entries: [], expired: [] }));

    expect(text).toBe("Stack kite: clean. No differences.");
  });

  it("returns a section for each class, for ignored findings and for expired entries", () => {
    const text = writeReport(
      report("kite", [table, gone, output], { entries: [ignoredEntry], expired: [oldEntry] }),
    );

    expect(text.split("\n")).toEqual([
      "Stack kite: drift. 2 drifted outside Terraform, 1 not yet applied, 1 ignored.",
      "",
      "Drifted outside Terraform:",
      "  - aws_dynamodb_table.dev_Members changed: tags.Owner",
      "  - aws_sqs_queue.dev deleted; a deploy does not revert it",
      "",
      "Not yet applied; a deploy would change these:",
      "  - output.url created",
      "",
      "Ignored:",
      "  - aws_dynamodb_table.dev_Members: ttl; Ops tries another time.",
      "",
      "Expired entries of the ignore list:",
      "  - aws_dynamodb_table.*: tags; until 2026-01-31; Ops tries another time.",
    ]);
  });
});
