import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtInIgnores } from "../../../cli/drift/built-in-ignores";
import type { Finding } from "../../../cli/drift/classify";
import { coveredBy, readIgnoreList } from "../../../cli/drift/ignore-list";
import { report } from "../../../cli/drift/report";

const today = "2026-03-10";
const ignoredEntry = {
  address: "aws_dynamodb_table.dev_*",
  attributes: ["tags.Owner"],
  reason: "The auditors tag tables by hand.",
  until: "2026-12-31",
};
const table: Finding = {
  address: "aws_dynamodb_table.dev_Members",
  class: "drifted",
  change: "changed",
  attributes: ["tags.Owner", "ttl"],
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kite-ignore-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  const path = join(folder, "kite.drift-ignore.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return readIgnoreList(path, today);
}

describe("the ignore list", () => {
  it("is empty without a file", () => {
    const list = readIgnoreList(join(folder, "none.json"), today);

    expect(list).toEqual({ entries: [], expired: [] });
  });

  it.each([
    ["applies an entry on its last day", "2026-03-10", { entries: 1, expired: 0 }],
    ["does not apply an entry after its last day", "2026-03-09", { entries: 0, expired: 1 }],
  ])("%s", (_case, until, expected) => {
    const { entries, expired } = read([{ ...ignoredEntry, until }]);

    expect({ entries: entries.length, expired: expired.length }).toEqual(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ["is not JSON", "{", /ignore list .*kite\.drift-ignore\.json is not JSON/],
    ["is not a list", {}, /- expected a list: \[/],
    [
      "contains a text instead of an entry",
      ["x"],
      /- entry 1: .*; expected an object with address, attributes, reason/,
    ],
    [
      "lacks a reason",
      [ignoredEntry, { ...ignoredEntry, reason: undefined }],
      /- entry 2, reason: .*; expected a sentence/,
    ],
    [
      "has too short a reason",
      [{ ...ignoredEntry, reason: "ok" }],
      /- entry 1, reason: .*; expected a sentence/,
    ],
    [
      "lacks its last day",
      [{ ...ignoredEntry, until: undefined }],
      /- entry 1, until: .*; expected the last day/,
    ],
    [
      "ends on a day that does not exist",
      [{ ...ignoredEntry, until: "2026-02-30" }],
      /- entry 1, until: .*; expected the last day/,
    ],
    [
      "names no attribute",
      [{ ...ignoredEntry, attributes: [] }],
      /- entry 1, attributes: .*; expected a list/,
    ],
    [
      "has an unknown key",
      [{ ...ignoredEntry, class: "drifted" }],
      /- entry 1: expected .*, received "class"/,
    ],
  ])("is rejected if it %s", (_case, content, message) => {
    const reading = () => read(content);

    expect(reading).toThrow(message);
  });

  it("is rejected with all its errors in one message", () => {
    const reading = () => read([{ ...ignoredEntry, until: "soon", reason: "" }, { address: 1 }]);

    expect(reading).toThrow(
      /entry 1, reason[\s\S]*entry 1, until[\s\S]*entry 2, address[\s\S]*entry 2, until/,
    );
  });
});

describe("coveredBy", () => {
  it.each<[string, Partial<typeof ignoredEntry>, Partial<Finding>, readonly string[] | undefined]>([
    ["covers an attribute that the entry names", {}, {}, ["tags.Owner"]],
    ["covers the keys below an attribute", { attributes: ["tags"] }, {}, ["tags.Owner"]],
    [
      "covers a list and its parts",
      { attributes: ["rule"] },
      { attributes: ["rule", "rule[0].id"] },
      ["rule", "rule[0].id"],
    ],
    ["honors * in attributes", { attributes: ["t*"] }, {}, ["tags.Owner", "ttl"]],
    ["does not cover a longer name that starts with the pattern", { attributes: ["tag"] }, {}, undefined],
    ["does not cover another address", { address: "aws_dynamodb_table.prod_*" }, {}, undefined],
    ["matches a dot only with a dot", { address: "aws_dynamodb_tablexdev_*" }, {}, undefined],
    ["does not cover a deleted resource", {}, { change: "deleted", attributes: [] }, undefined],
    [
      "does not cover a replacement that the attribute causes",
      {},
      { change: "replaced", attributes: ["tags.Owner"] },
      undefined,
    ],
    ["covers a deleted resource with *", { attributes: ["*"] }, { change: "deleted", attributes: [] }, []],
  ])("%s", (_case, entry, finding, expected) => {
    const covered = coveredBy({ ...ignoredEntry, ...entry }, { ...table, ...finding });

    expect(covered).toEqual(expected);
  });
});

describe("the built-in ignore list", () => {
  const lambda = (attributes: string[], parts: Partial<Finding> = {}): Finding => ({
    ...table,
    address: "aws_lambda_function.dev_outbox",
    attributes,
    ...parts,
  });
  const verdict = (finding: Finding, codeIsShipped: boolean) =>
    report("kite", [finding], { entries: builtInIgnores(codeIsShipped), expired: [] });

  it.each<[string, Finding]>([
    [
      "new code",
      lambda(["code_sha256", "last_modified", "qualified_arn", "qualified_invoke_arn", "version"]),
    ],
    ["code that a deploy would revert", lambda(["source_code_hash"], { class: "not-applied" })],
    ["an alias that has moved", { ...lambda(["function_version"]), address: "aws_lambda_alias.dev_outbox" }],
  ])("ignores %s only if the pipeline ships the code", (_case, finding) => {
    const shipped = verdict(finding, true);
    const packed = verdict(finding, false);

    expect([shipped.verdict, packed.verdict]).toEqual(["clean", "drift"]);
    expect(shipped.ignored).toMatchObject([{ reason: expect.stringMatching(/pipeline ships the code/) }]);
  });

  it("reports other attributes of a function whose code it ignores", () => {
    const found = verdict(lambda(["memory_size", "version"]), true);

    expect(found.resources).toMatchObject([{ attributes: ["memory_size"] }]);
    expect(found.ignored).toMatchObject([{ attributes: ["version"] }]);
  });

  it.each([
    ["aws_iam_role.dev_outbox", "inline_policy"],
    ["aws_s3_bucket.dev_Files", "lifecycle_rule"],
    ["aws_sns_topic.Watch_Topic", "policy"],
    ["aws_sns_topic_subscription.Watch_Mail", "pending_confirmation"],
    ["aws_acm_certificate.Domain", "status"],
    ["aws_lambda_event_source_mapping.dev_Outbox", "last_modified"],
    ["aws_apigatewayv2_stage.dev_HttpStage_480B4FE6", "deployment_id"],
  ])("ignores drift of %s in %s, but reports a change that a deploy would make", (address, attribute) => {
    const drifted = verdict({ ...table, address, attributes: [attribute] }, false);
    const waiting = verdict({ ...table, address, attributes: [attribute], class: "not-applied" }, false);

    expect([drifted.verdict, waiting.verdict]).toEqual(["clean", "drift"]);
  });

  it("reports a WebSocket API that was deployed manually", () => {
    const address = "aws_apigatewayv2_stage.dev_WebSocketStage_1";

    const found = verdict({ ...table, address, attributes: ["deployment_id"] }, true);

    expect(found.verdict).toBe("drift");
  });
});
