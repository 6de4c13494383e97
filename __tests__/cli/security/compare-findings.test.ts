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
      "both findings, when nothing is accepted",
      [],
      ["kite.tf.json aws_s3_bucket.dev", "kite.tf.json aws_s3_bucket.prod"],
      [],
    ],
    [
      "the one that no pattern meets",
      [accept("CKV_AWS_21", "* aws_s3_bucket.dev")],
      ["kite.tf.json aws_s3_bucket.prod"],
      [],
    ],
    ["nothing, when one pattern meets both", [accept("CKV_AWS_21", "kite.tf.json aws_s3_bucket.*")], [], []],
    ["nothing, when two patterns meet one each", [accept("CKV_AWS_21", "*.dev", "*.prod")], [], []],
    [
      "an accepted one that is not found any more",
      [accept("CKV_AWS_21", "*"), accept("CKV_AWS_145", "*")],
      [],
      ["CKV_AWS_145 *"],
    ],
    [
      "a pattern that meets nothing beside one that does",
      [accept("CKV_AWS_21", "*", "*.staging")],
      [],
      ["CKV_AWS_21 *.staging"],
    ],
    [
      "a dot of a pattern that is no other letter",
      [accept("CKV_AWS_21", "kite.tf.json aws_s3_bucket-dev", "*.prod")],
      ["kite.tf.json aws_s3_bucket.dev"],
      ["CKV_AWS_21 kite.tf.json aws_s3_bucket-dev"],
    ],
    [
      "a pattern that meets only a part",
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

  it("says of a new finding the check, the resource, the page and what to do", () => {
    const [said] = describeComparison(compareFindings(findings, [accept("CKV_AWS_21", "*.prod")]));

    expect(said).toBe(
      "CKV_AWS_21 at kite.tf.json aws_s3_bucket.dev: Ensure all data stored in the S3 bucket have versioning enabled. Fix it, or add it to cli/security/accepted-findings.json with a reason. https://www.checkov.io/5.Policy%20Index/all.html",
    );
  });

  it("says of a stale entry where it is to be taken off", () => {
    const [said] = describeComparison(compareFindings([], [accept("CKV_AWS_21", "*.prod")]));

    expect(said).toBe(
      'CKV_AWS_21 is accepted at "*.prod" but no longer found there. Remove it from cli/security/accepted-findings.json.',
    );
  });
});

describe("readCheckovReport", () => {
  it("counts what was checked", () => {
    expect(readCheckovReport(auditReport, String).checks).toBe(5);
  });

  it("takes the short report for nothing that was checked", () => {
    const short = JSON.stringify({ passed: 0, failed: 0, skipped: 0, parsing_errors: 0 });

    expect(readCheckovReport(short, String)).toEqual({ checks: 0, findings: [] });
  });

  it("refuses a report of which a file is missing", () => {
    const broken = JSON.stringify({
      results: { failed_checks: [], parsing_errors: ["/kite.tf.json"] },
      summary: { passed: 0, failed: 0 },
    });

    expect(() => readCheckovReport(broken, String)).toThrow("checkov could not read /kite.tf.json");
  });

  it.each(["", "Traceback (most recent call last)", "[]", '{"results":{}}'])("refuses %j", (output) => {
    expect(() => readCheckovReport(output, String)).toThrow("expected a report of version 3");
  });
});
