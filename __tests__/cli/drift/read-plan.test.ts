import { parsePlan } from "../../../cli/drift/read-plan";

describe("parsePlan", () => {
  it("reads a plan and leaves out what it does not know", () => {
    const plan = parsePlan(JSON.stringify({ format_version: "1.2", resource_changes: [], timestamp: "x" }));

    expect(plan).toEqual({
      format_version: "1.2",
      errored: false,
      resource_drift: [],
      resource_changes: [],
      output_changes: {},
    });
  });

  it.each([
    ["is no JSON", 'Hush-hush {"', "Terraform's JSON of the plan is no JSON."],
    ["is no object", '"hush-hush"', /is not understood: the whole is not as expected/],
    ["has no version", "{}", /has the format version \(none\); wanted 1\.x/],
    ["has another major version", '{"format_version":"2.0"}', /has the format version 2\.0; wanted 1\.x/],
    [
      "broke off, as at a provider's error",
      '{"format_version":"1.2","errored":true}',
      /broke off with an error/,
    ],
    [
      "holds what is no change",
      '{"format_version":"1.2","resource_changes":[{"address":"a","type":"b","change":"hush-hush"}]}',
      /is not understood: resource_changes\.0\.change is not as expected/,
    ],
  ])("refuses a plan that %s, and quotes nothing of it", (_case, text, message) => {
    let thrown: unknown;
    try {
      parsePlan(text);
    } catch (error) {
      thrown = error;
    }

    expect(() => {
      throw thrown;
    }).toThrow(message);
    expect(String(thrown)).not.toMatch(/hush-hush/i);
  });
});
