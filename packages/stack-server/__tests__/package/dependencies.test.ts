import { readFileSync } from "node:fs";
import { filesIn, packageRoot, readManifest } from "./package-folder";

const { dependencies = {}, optionalDependencies = {} } = readManifest(packageRoot);

/** Matches `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")` and `require("x")`. */
const importPattern =
  /^(?:(?:import|export) [\w$\s{},*]*?from |import )"([^"]+)"|\b(?:import|require)\("([^"]+)"\)/gm;

/** Returns the names of the packages that the sources import. Node's types come from a package as well. */
const imported = new Set(
  filesIn("src", /\.(ts|mjs)$/)
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(importPattern)])
    .map(([, imports, loads = ""]) => imports ?? loads)
    .filter((specifier) => !specifier.startsWith("."))
    .map((specifier) => (specifier.startsWith("node:") ? "@types/node" : packageOf(specifier))),
);

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

describe("the dependencies of the package", () => {
  it("are exactly the packages that its sources import", () => {
    expect([...imported].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it("are pinned, except Node's types, which must be those of the project", () => {
    const { "@types/node": nodeTypes, ...others } = { ...dependencies, ...optionalDependencies };

    expect(nodeTypes).toBe("*");
    expect(Object.values(others).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("include the database engine as an optional dependency, named after the platform", () => {
    const lookup = readFileSync(`${packageRoot}/src/data/engine-binary.ts`, "utf8");

    expect(lookup).toContain("@dynoxide/${platform}");
    expect(Object.keys(optionalDependencies)).toEqual(["@dynoxide/linux-x64"]);
  });
});
