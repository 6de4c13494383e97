import { readCheckovReport } from "../../../cli/security/checkov-report";
import { compareFindings, describeComparison } from "../../../cli/security/compare-findings";
import type { AcceptedFinding } from "../../../cli/security/finding";

/** Output of checkov for two buckets without versions. */
const auditReport = JSON.stringify({
  check_type: "terraform_json",
  results: {
    passed_checks: [],
    failed_checks: ["dev", "prod"].map((stage) => ({
      check_id: "CKV_AWS_21",
      check_name: "Ensure all data stored in the S3 bucket have versioning enabled",
      file_path: "/kite.tf.json",
      resource: `aws_s3_bucket.${stage}`,
      guideline: null,
    })),
    parsing_errors: [],
  },
  summary: { passed: 3, failed: 2, parsing_errors: 0 },
});

const { findings } = readCheckovReport(auditReport, (file, resource) => `${file} ${resource}`);

const accept = (check: string, ...resources: string[]): AcceptedFinding => ({
  scan: "plans",
  check,
  resources,
  reason: "It is right so.",
});

describe("compareFindings", () => {
  it.each<[string, readonly AcceptedFinding[], readonly string[], readonly string[]]>([
    [
      "all findings if none is accepted",
      [],
      ["kite.tf.json aws_s3_bucket.dev", "kite.tf.json aws_s3_bucket.prod"],
      [],
    ],
    [
      "a finding that no pattern matches",
      [accept("CKV_AWS_21", "* aws_s3_bucket.dev")],
      ["kite.tf.json aws_s3_bucket.prod"],
      [],
    ],
    [
      "nothing if one pattern matches all findings",
      [accept("CKV_AWS_21", "kite.tf.json aws_s3_bucket.*")],
      [],
      [],
    ],
    ["nothing if each finding matches a pattern", [accept("CKV_AWS_21", "*.dev", "*.prod")], [], []],
    [
      "an accepted finding that no longer exists",
      [accept("CKV_AWS_21", "*"), accept("CKV_AWS_145", "*")],
      [],
      ["CKV_AWS_145 *"],
    ],
    [
      "a pattern without a match, even if another pattern of the entry matches",
      [accept("CKV_AWS_21", "*", "*.staging")],
      [],
      ["CKV_AWS_21 *.staging"],
    ],
    [
      "a pattern that differs from the resource in a character",
      [accept("CKV_AWS_21", "kite.tf.json aws_s3_bucket-dev", "*.prod")],
      ["kite.tf.json aws_s3_bucket.dev"],
      ["CKV_AWS_21 kite.tf.json aws_s3_bucket-dev"],
    ],
    [
      "a pattern that matches only a part of the resource",
      [accept("CKV_AWS_21", "aws_s3_bucket", "*")],
      [],
      ["CKV_AWS_21 aws_s3_bucket"],
    ],
  ])("reports %s", (_, accepted, unaccepted, stale) => {
    const comparison = compareFindings(findings, accepted);

    expect(comparison.unaccepted.map(({ resource }) => resource)).toEqual(unaccepted);
    expect(comparison.stale.map(({ check, pattern }) => `${check} ${pattern}`)).toEqual(stale);
    expect(describeComparison(comparison)).toHaveLength(unaccepted.length + stale.length);
  });

  it("describes a new finding with the check, the resource, a link and the fix", () => {
    const [said] = describeComparison(compareFindings(findings, [accept("CKV_AWS_21", "*.prod")]));

    expect(said).toBe(
      "CKV_AWS_21 at kite.tf.json aws_s3_bucket.dev: Ensure all data stored in the S3 bucket have versioning enabled. Fix it, or add it to cli/security/accepted-findings.json with a reason. https://www.checkov.io/5.Policy%20Index/all.html",
    );
  });

  it("describes a stale entry with the file from which to remove it", () => {
    const [said] = describeComparison(compareFindings([], [accept("CKV_AWS_21", "*.prod")]));

    expect(said).toBe(
      'CKV_AWS_21 is accepted at "*.prod" but no longer found there. Remove it from cli/security/accepted-findings.json.',
    );
  });
});

describe("readCheckovReport", () => {
  it("counts the passed and failed checks", () => {
    expect(readCheckovReport(auditReport, String).checks).toBe(5);
  });

  it("returns no checks for the short report of an empty scan", () => {
    const short = JSON.stringify({ passed: 0, failed: 0, skipped: 0, parsing_errors: 0 });

    expect(readCheckovReport(short, String)).toEqual({ checks: 0, findings: [] });
  });

  it("rejects a report with a file that checkov could not read", () => {
    const broken = JSON.stringify({
      results: { failed_checks: [], parsing_errors: ["/kite.tf.json"] },
      summary: { passed: 0, failed: 0 },
    });

    expect(() => readCheckovReport(broken, String)).toThrow("checkov could not read /kite.tf.json");
  });

  it.each(["", "Traceback (most recent call last)", "[]", '{"results":{}}'])(
    "rejects the output %j",
    (output) => {
      expect(() => readCheckovReport(output, String)).toThrow("expected a report of version 3");
    },
  );
});
