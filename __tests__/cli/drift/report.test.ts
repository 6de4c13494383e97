import type { Finding } from "../../../cli/drift/classify";
import { report } from "../../../cli/drift/report";
import { writeReport } from "../../../cli/drift/report-text";

const TABLE: Finding = {
  address: "aws_dynamodb_table.dev_Members",
  class: "drifted",
  change: "changed",
  attributes: ["tags.Owner", "ttl"],
  restoredByDeploy: true,
};
const OUTPUT: Finding = { address: "output.url", class: "not-applied", change: "created", attributes: [] };
const GONE: Finding = {
  ...TABLE,
  address: "aws_sqs_queue.dev",
  change: "deleted",
  attributes: [],
  restoredByDeploy: false,
};
const ENTRY = { address: "aws_dynamodb_table.*", attributes: ["ttl"], reason: "Ops tries another time." };
const OLD = { ...ENTRY, attributes: ["tags"], until: "2026-01-31" };

describe("report", () => {
  it("is clean when nothing was found", () => {
    const found = report("kite", [], { entries: [ENTRY], expired: [] });

    expect(found).toEqual({
      stack: "kite",
      verdict: "clean",
      summary: "Everything is as declared and deployed.",
      resources: [],
      notListed: 0,
      ignored: [],
      expired: [],
    });
  });

  it("tells each class, what is ignored, and which entry has expired", () => {
    const found = report("kite", [TABLE, OUTPUT], { entries: [ENTRY], expired: [OLD] });

    expect(found).toEqual({
      stack: "kite",
      verdict: "drift",
      summary: "1 drifted outside Terraform, 1 not yet applied, 1 ignored.",
      resources: [{ ...TABLE, attributes: ["tags.Owner"] }, OUTPUT],
      notListed: 0,
      ignored: [{ address: TABLE.address, class: "drifted", attributes: ["ttl"], reason: ENTRY.reason }],
      expired: [OLD],
    });
  });

  it("is clean when entries cover all of it together", () => {
    const entries = [ENTRY, { ...ENTRY, attributes: ["tags"] }];

    const found = report("kite", [TABLE], { entries, expired: [] });

    expect(found).toMatchObject({ verdict: "clean", resources: [], ignored: [{}, {}] });
    expect(found.summary).toBe("Everything is as declared and deployed, 2 ignored.");
  });

  it("fits into an event, says how many more there are, and counts all of them", () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({
      ...TABLE,
      address: `${TABLE.address}${index}`,
    }));
    const wide = { ...TABLE, attributes: Array.from({ length: 50 }, (_, index) => `tags.t${index}`) };

    const found = report("kite", [wide, ...many], { entries: [ENTRY], expired: [] });

    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(128 * 1024);
    expect(found.resources[0]?.attributes.slice(-2)).toEqual(["tags.t19", "and 30 more"]);
    expect(found.resources.length + found.notListed).toBe(3001);
    expect(found.notListed).toBeGreaterThan(0);
    expect(found.summary).toMatch(/^3001 drifted/);
  });
});

describe("writeReport", () => {
  it("is one line for a clean stack", () => {
    const text = writeReport(report("kite", [], { entries: [], expired: [] }));

    expect(text).toBe("Stack kite: clean. Everything is as declared and deployed.");
  });

  it("has a section for each class, for what is ignored, and for what has expired", () => {
    const text = writeReport(report("kite", [TABLE, GONE, OUTPUT], { entries: [ENTRY], expired: [OLD] }));

    expect(text.split("\n")).toEqual([
      "Stack kite: drift. 2 drifted outside Terraform, 1 not yet applied, 1 ignored.",
      "",
      "Drifted outside Terraform:",
      "  - aws_dynamodb_table.dev_Members changed: tags.Owner",
      "  - aws_sqs_queue.dev deleted; a deploy does not touch it",
      "",
      "Not yet applied; a deploy would do it:",
      "  - output.url created",
      "",
      "Ignored:",
      "  - aws_dynamodb_table.dev_Members: ttl; Ops tries another time.",
      "",
      "Entries of the ignore list that count no more, for their day has passed:",
      "  - aws_dynamodb_table.*: tags; until 2026-01-31; Ops tries another time.",
    ]);
  });
});
