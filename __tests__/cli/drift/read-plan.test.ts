import { parsePlan } from "../../../cli/drift/read-plan";

describe("parsePlan", () => {
  it("reads a plan, and ignores unknown keys", () => {
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
    ["is not JSON", 'Hush-hush {"', "Terraform's JSON of the plan is not JSON."],
    ["is not an object", '"hush-hush"', /cannot be read: the whole has an unexpected form/],
    ["has no version", "{}", /expected format version 1\.x, received \(none\)/],
    ["has another major version", '{"format_version":"2.0"}', /expected format version 1\.x, received 2\.0/],
    [
      "stopped with an error of a provider",
      '{"format_version":"1.2","errored":true}',
      /stopped with an error/,
    ],
    [
      "contains a text in place of a change",
      '{"format_version":"1.2","resource_changes":[{"address":"a","type":"b","change":"hush-hush"}]}',
      /cannot be read: resource_changes\.0\.change has an unexpected form/,
    ],
  ])("rejects a plan that %s, and does not quote it", (_case, text, message) => {
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
