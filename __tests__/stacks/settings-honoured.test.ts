import { deploymentSchema } from "../../settings/deployment-options";
import { buildSettings } from "./build-settings";
import { kiteSettings } from "./kite-settings";

const rows = [...kiteSettings, ...buildSettings];

/** It is for editors, and no stack knows of it. */
const forEditors = ["$schema"];

describe("a deployment file", () => {
  it.each(rows)("has its key $key ($value) honored by the stack", (row) => {
    const before = row.stack(row.with ?? {});

    const after = row.stack({ ...row.with, [row.key]: row.value });

    expect(row.see(after)).toEqual(row.expected);
    expect(row.see(before)).not.toEqual(row.expected);
  });

  it("has a row for every key that the schema has", () => {
    const tried = new Set([...rows.map(({ key }) => key), ...forEditors]);

    expect([...tried].sort()).toEqual(Object.keys(deploymentSchema.shape).sort());
  });
});
