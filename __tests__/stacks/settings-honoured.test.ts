import { deploymentSchema } from "../../settings/deployment-options";
import { BUILD_SETTINGS } from "./build-settings";
import { KITE_SETTINGS } from "./kite-settings";

const ROWS = [...KITE_SETTINGS, ...BUILD_SETTINGS];

/** It is for editors, and no stack knows of it. */
const FOR_EDITORS = ["$schema"];

describe("a deployment file", () => {
  it.each(ROWS)("has its key $key ($value) honored by the stack", (row) => {
    const before = row.stack(row.with ?? {});

    const after = row.stack({ ...row.with, [row.key]: row.value });

    expect(row.see(after)).toEqual(row.expected);
    expect(row.see(before)).not.toEqual(row.expected);
  });

  it("has a row for every key that the schema has", () => {
    const tried = new Set([...ROWS.map(({ key }) => key), ...FOR_EDITORS]);

    expect([...tried].sort()).toEqual(Object.keys(deploymentSchema.shape).sort());
  });
});
