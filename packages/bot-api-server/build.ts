/** Builds the package for npm: `tsx build.ts [folder]`. The default folder is `dist`. */
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";

const folder = resolve(process.argv[2] ?? join(__dirname, "dist"));
const { name, version, description, license, type, engines, dependencies } = JSON.parse(
  readFileSync(join(__dirname, "package.json"), "utf8"),
);

// 1. Remove the files of an earlier build.
rmSync(folder, { recursive: true, force: true });

// 2. The code, in one file.
buildSync({
  entryPoints: [join(__dirname, "src/index.ts")],
  outfile: join(folder, "index.js"),
  bundle: true,
  packages: "external",
  format: "cjs",
  platform: "node",
  target: "node20.19",
});

// 3. The types.
const compiler = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
const project = join(__dirname, "tsconfig.build.json");
execFileSync(process.execPath, [compiler, "--project", project, "--outDir", join(folder, "types")], {
  stdio: "inherit",
});

// 4. The manifest, with the built files as entry points instead of the sources.
const manifest = {
  name,
  version,
  description,
  license,
  keywords: ["telegram", "bot", "bot-api", "testing", "mock", "grammy"],
  type,
  engines,
  main: "./index.js",
  types: "./types/index.d.ts",
  exports: { ".": { types: "./types/index.d.ts", default: "./index.js" } },
  dependencies,
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(__dirname, "README.md"), join(folder, "README.md"));
copyFileSync(join(__dirname, "../../LICENSE"), join(folder, "LICENSE"));
