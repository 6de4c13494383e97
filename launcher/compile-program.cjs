"use strict";
const { readFileSync, realpathSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { createRequire, isBuiltin } = /** @type {typeof import("node:module")} */ (require("node:module"));
const { dirname, join, relative, sep } = /** @type {typeof import("node:path")} */ (require("node:path"));
const bundleOptions = /** @type {typeof import("./bundle-options.cjs")} */ (require("./bundle-options.cjs"));
const requireInstalled = /** @type {typeof import("./require-installed.cjs")} */ (
  require("./require-installed.cjs")
);
const { keep } = /** @type {typeof import("./keep.cjs")} */ (require("./keep.cjs"));

const repositoryFolder = join(__dirname, "..");
const requireFromRepository = createRequire(join(repositoryFolder, "package.json"));

/**
 * Compiles our files into one, and keeps it. Its first line names the packages that they need.
 *
 * @param {string} entry path of the program, told from the repository
 * @param {string} name under which it is kept
 * @param {string} key by which it is kept
 * @returns {Promise<Buffer>}
 */
async function compileProgram(entry, name, key) {
  /** @type {typeof import("esbuild")} */
  const { build } = requireInstalled("esbuild");
  const startedAt = Date.now();
  /** @type {import("esbuild").BuildResult} */
  let result;
  try {
    result = await build({
      ...bundleOptions,
      entryPoints: [entry],
      outfile: `${name}.cjs`,
      sourcemap: "inline",
      sourcesContent: false,
      // The directive counts only in front of everything.
      banner: { js: '\n"use strict"; const ownFolder = __dirname;' },
      preserveSymlinks: true,
      plugins: [packagesStay, ownPaths],
    });
  } catch (error) {
    // It says which file is wrong, and where; who called it says nothing.
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
  const { metafile, outputFiles } = result;
  const imports = Object.values(metafile?.outputs ?? {}).flatMap((output) =>
    output.imports.map(({ path }) => path),
  );
  const needed = [...new Set(imports)].filter((id) => !isBuiltin(id)).sort();
  const program = Buffer.from(JSON.stringify(needed) + (outputFiles?.[0]?.text ?? ""));
  const files = Object.keys(metafile?.inputs ?? {});
  // A file that is added may be one that a program finds by its name.
  const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder !== ".");
  keep(name, key, program, { inputs: [...files, ...folders], startedAt });
  return program;
}

/**
 * What is imported by a name is no file of ours, but for the workspaces: they are those of this repository, also where
 * `node_modules` is a link to that of another clone.
 * @type {import("esbuild").Plugin}
 */
const packagesStay = {
  name: "packages-stay",
  setup({ onResolve }) {
    const installed = dirname(realpathSync(join(repositoryFolder, "node_modules")));
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === "entry-point") {
        return undefined;
      }
      return path.startsWith("@kite-chat/")
        ? { path: join(repositoryFolder, relative(installed, requireFromRepository.resolve(path))) }
        : { path, external: true };
    });
  },
};

/**
 * A module finds what stands beside its source, although it is compiled into one file with others.
 * @type {import("esbuild").Plugin}
 */
const ownPaths = {
  name: "own-paths",
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|cjs)$/ }, ({ path }) => {
      const file = relative(repositoryFolder, path).split(sep).join("/");
      const text = readFileSync(path, "utf8");
      const own = [
        ["__dirname", dirname(file)],
        ["__filename", file],
      ].filter(([variable = ""]) => text.includes(variable));
      const paths = own.map(([variable, value]) => `const ${variable} = \`\${ownFolder}/${value}\`; `);
      return { loader: path.endsWith(".ts") ? "ts" : "js", contents: paths.join("") + text };
    });
  },
};

module.exports = compileProgram;
