import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryFolder } from "../../../constructs/repository";
import { checkTypes } from "../../../playground/live/type-checker";

function projectOf(source: string) {
  const folder = mkdtempSync(join(tmpdir(), "kite-types-"));
  const project = join(folder, "tsconfig.json");
  writeFileSync(join(folder, "index.ts"), source);
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(repositoryFolder, "playground/live/tsconfig.json"),
      compilerOptions: { types: [] },
      include: ["index.ts"],
    }),
  );
  return { folder, project };
}

const check = (source: string) => {
  const { folder, project } = projectOf(source);
  return checkTypes(join(folder, "types.tsbuildinfo"), project);
};

describe("checkTypes", () => {
  it("returns no errors for correct types, even with unused names", async () => {
    expect(await check("const later = 1;\nexport const now: number = 2;\n")).toEqual([]);
  });

  it("returns one line with file, line and column for each error", async () => {
    const errors = await check("export const a: number = 'x';\n\nexport const b: string = { c: 1 };\n");

    expect(errors).toEqual([
      expect.stringMatching(/index\.ts:1:14: TS2322: Type 'string' is not assignable to type 'number'\.$/),
      expect.stringMatching(/index\.ts:3:14: TS2322: /),
    ]);
  });

  it("returns an error again in the next check if it is not fixed", async () => {
    const { folder, project } = projectOf("export const a: number = 'x';\n");
    const memory = join(folder, "types.tsbuildinfo");

    const first = await checkTypes(memory, project);

    expect(first).toHaveLength(1);
    expect(await checkTypes(memory, project)).toEqual(first);
  });
});
