import { deploymentSchema } from "../../settings/deployment-options";
import type { Synthesized } from "../constructs/synthesized";
import { buildSettings } from "./build-settings";
import { kiteSettings } from "./kite-settings";
import type { SettingRow } from "./setting-row";

const rows = [...kiteSettings, ...buildSettings];

/** Keys for editors only, without an effect on stacks. */
const forEditors = ["$schema"];

/** Caches stacks, because most rows start with the same deployment file. */
const synthesized = new Map<SettingRow["stack"], Map<string, Synthesized>>();

function synthesizeBefore({ stack, with: file = {} }: SettingRow): Synthesized {
  const known = synthesized.get(stack) ?? new Map<string, Synthesized>();
  const before = known.get(JSON.stringify(file)) ?? stack(file);
  synthesized.set(stack, known.set(JSON.stringify(file), before));
  return before;
}

describe("a deployment file", () => {
  it.each(rows)("sets an attribute of the stack with its key $key ($value)", (row) => {
    const before = synthesizeBefore(row);

    const after = row.stack({ ...row.with, [row.key]: row.value });

    expect(row.see(after)).toEqual(row.expected);
    expect(row.see(before)).not.toEqual(row.expected);
  });

  it("has a test for every key of the schema", () => {
    const tried = new Set([...rows.map(({ key }) => key), ...forEditors]);

    expect([...tried].sort()).toEqual(Object.keys(deploymentSchema.shape).sort());
  });
});
