import { classify } from "../../../cli/drift/classify";
import { plan, resource } from "./plan-parts";

const corsOfFiles = "aws_s3_bucket_cors_configuration.dev_Files";
const noOp = ["no-op"];

describe("an unset value that a provider reads as 0 or false", () => {
  it.each<[string, object, object]>([
    ["in a block", { rule: [{ age: null, on: null }] }, { rule: [{ age: 0, on: false }] }],
    ["at the top level", { age: null }, { age: 0, on: false }],
  ])("is not drift if a deploy would not change it: %s", (_, before, after) => {
    const first = plan({
      resource_drift: [resource(corsOfFiles, { before, after })],
      resource_changes: [resource(corsOfFiles, { actions: noOp, before: after, after })],
    });

    const findings = classify(first);

    expect(findings).toEqual([]);
  });

  it("is not drift if the plan does not contain the resource", () => {
    const lonely = plan({
      resource_drift: [resource(corsOfFiles, { before: { age: null }, after: { age: 0 } })],
    });

    const findings = classify(lonely);

    expect(findings).toEqual([]);
  });

  it("is drift if a deploy would remove the value again", () => {
    const set = { rate: 0, age: 0 };
    const byHand = plan({
      resource_drift: [resource(corsOfFiles, { before: { rate: null, age: null }, after: set })],
      resource_changes: [resource(corsOfFiles, { before: set, after: { rate: null, age: 0 } })],
    });

    const findings = classify(byHand);

    expect(findings).toEqual([
      {
        address: corsOfFiles,
        class: "drifted",
        change: "changed",
        attributes: ["rate"],
        restoredByDeploy: true,
      },
    ]);
  });

  it.each<[string, object, object]>([
    ["a value became 0", { age: 5 }, { age: 0 }],
    ["true became false", { age: true }, { age: false }],
    ["an unset value became 5", { age: null }, { age: 5 }],
  ])("does not hide real drift: %s", (_, before, after) => {
    const changed = plan({
      resource_drift: [resource(corsOfFiles, { before, after })],
      resource_changes: [resource(corsOfFiles, { actions: noOp, before: after, after })],
    });

    const findings = classify(changed);

    expect(findings).toEqual([
      {
        address: corsOfFiles,
        class: "drifted",
        change: "changed",
        attributes: ["age"],
        restoredByDeploy: false,
      },
    ]);
  });
});
