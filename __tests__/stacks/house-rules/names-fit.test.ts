import { Synthesized } from "../../constructs/synthesized";
import { buildStackOf } from "../build";
import { kiteStack } from "../kite";
import { stateStack } from "../state";
import { namesFit } from "./names-fit";

/** The longest combination of sandbox, app and region that the settings accept. */
const longest = { file: { app: "kite-support-ab", region: "ap-southeast-2" }, sandbox: "adalovela" };
const environment = { KITE_SANDBOX: longest.sandbox };
const everything = { prodStage: true, logArchive: true, alarmForwarder: true, monthlyBudgetUsd: 10 };

describe("namesFit", () => {
  it("finds a name that two resources share", () => {
    const twice = { one: { name: "dev-outbox" }, two: { name: "dev-outbox" } };

    const faults = namesFit(new Synthesized(JSON.stringify({ resource: { aws_sqs_queue: twice } })));

    expect(faults).toEqual(["aws_sqs_queue: dev-outbox"]);
  });

  it("finds a prefix that is too long for the provider's suffix", () => {
    const bucket_prefix = "p".repeat(38);

    const faults = namesFit(
      new Synthesized(JSON.stringify({ resource: { aws_s3_bucket: { it: { bucket_prefix } } } })),
    );

    expect(faults).toEqual([`aws_s3_bucket: ${bucket_prefix}`]);
  });

  it.each([
    ["kite", () => kiteStack({ ...longest.file, ...everything }, {}, environment)],
    [
      "kite without a sandbox",
      () => kiteStack({ ...everything, app: "a".repeat(20), region: "ap-southeast-2" }),
    ],
    ["kite-build", () => buildStackOf({ ...longest.file, prodStage: true }, environment)],
    ["kite-state", () => stateStack({}, { app: "a".repeat(20), region: "ap-southeast-2" })],
  ])("finds nothing in %s with the longest names that the settings accept", (_name, stack) => {
    const faults = namesFit(stack());

    expect(faults).toEqual([]);
  });
});
