/** Builds the package for npm: `tsx build.ts [folder]`. The default folder is `dist`. */
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";

const folder = resolve(process.argv[2] ?? join(__dirname, "dist"));
const source = join(__dirname, "src");

// 1. Remove the files of an earlier build.
rmSync(folder, { recursive: true, force: true });

// 2. One JavaScript file for each source, because a thread loads worker.mjs from the folder of its parent.
buildSync({
  entryPoints: readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.m?ts$|\.mjs$/.test(name))
    .map((name) => join(source, name)),
  outbase: source,
  outdir: folder,
  format: "cjs",
  platform: "node",
  target: "node20.19",
  loader: { ".mjs": "copy" },
});

// 3. The types.
const compiler = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
const project = join(__dirname, "tsconfig.build.json");
execFileSync(process.execPath, [compiler, "--project", project, "--outDir", folder], { stdio: "inherit" });

// 4. The manifest, without scripts and development dependencies.
const {
  private: _,
  scripts,
  exports,
  devDependencies,
  ...manifest
} = JSON.parse(readFileSync(join(__dirname, "package.json"), "utf8"));
const published = {
  ...manifest,
  main: "./index.js",
  types: "./index.d.ts",
  exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
  bin: { "stack-server": "./command.js" },
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
copyFileSync(join(__dirname, "README.md"), join(folder, "README.md"));
copyFileSync(join(__dirname, "../../LICENSE"), join(folder, "LICENSE"));
