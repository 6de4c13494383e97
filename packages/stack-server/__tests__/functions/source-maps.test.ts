import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { unpackFunction } from "../../src/functions/package-directory";

const bundleModule = Buffer.from("export const handler = () => {};\n");
const hash = createHash("sha256").update(bundleModule).digest("hex");

function unpack(sourceMaps?: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "stack-maps-"));
  const packagePath = join(folder, "function.zip");
  writeFileSync(packagePath, zipSync({ "index.mjs": bundleModule, "data.json": Buffer.from("{}") }));
  for (const [name, text] of Object.entries(sourceMaps ?? {})) {
    writeFileSync(join(folder, name), text);
  }
  const directory = unpackFunction(
    { functionName: "worker", packagePath },
    join(folder, "work"),
    sourceMaps && folder,
  );
  return (name: string) => readFileSync(join(directory, name), "utf8");
}

describe("the source map of a module", () => {
  it("is stored next to the module, which refers to it", () => {
    const read = unpack({ [`${hash}.map`]: '{"version":3}' });

    expect(read("index.mjs")).toBe(`${bundleModule}\n//# sourceMappingURL=index.mjs.map\n`);
    expect(read("index.mjs.map")).toBe('{"version":3}');
  });

  it.each([
    ["no folder of maps", undefined],
    ["a map of another module", { [`${"0".repeat(64)}.map`]: "{}" }],
  ])("is not referenced if there is %s", (_, maps) => {
    const read = unpack(maps);

    expect(read("index.mjs")).toBe(String(bundleModule));
    expect(() => read("index.mjs.map")).toThrow("ENOENT");
  });
});
