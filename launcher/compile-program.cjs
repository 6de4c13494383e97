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
 * Compiles a program of this repository into one file, and caches that file. The first line of the file lists the
 * packages that the program needs.
 *
 * @param {string} entry Path of the program in the repository.
 * @param {string} name Name of the cache entry.
 * @param {string} key Key of the cache entry.
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
      // "use strict" has an effect only at the start of the file.
      banner: { js: '\n"use strict"; const ownFolder = __dirname;' },
      preserveSymlinks: true,
      plugins: [packagesStay, ownPaths],
    });
  } catch (error) {
    // The message contains the file and the position. The stack trace would not help.
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
  // A program may search a folder for its modules, so an added file also makes the cache entry invalid.
  const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder !== ".");
  keep(name, key, program, { inputs: [...files, ...folders], startedAt });
  return program;
}

/**
 * Treats imports by name as external packages, except workspaces. Workspaces are loaded from this repository, even if
 * `node_modules` is a link to the folder of another clone.
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
 * Sets `__dirname` and `__filename` of each module to the paths of its source. Otherwise a compiled module would not
 * find the files next to its source.
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
