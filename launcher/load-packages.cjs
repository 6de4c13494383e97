"use strict";
const { createRequire } = /** @type {typeof import("node:module")} */ (require("node:module"));
const { dirname, join } = /** @type {typeof import("node:path")} */ (require("node:path"));
const { Script } = /** @type {typeof import("node:vm")} */ (require("node:vm"));
const bundleOptions = /** @type {typeof import("./bundle-options.cjs")} */ (require("./bundle-options.cjs"));
const requireInstalled = /** @type {typeof import("./require-installed.cjs")} */ (
  require("./require-installed.cjs")
);
const { hash, keep, readKept } = /** @type {typeof import("./keep.cjs")} */ (require("./keep.cjs"));

const repositoryFolder = join(__dirname, "..");
const requireFromRepository = createRequire(join(repositoryFolder, "package.json"));

/** @typedef {Readonly<Record<string, () => unknown>>} Packages loaders of packages, by import name */

/** Packages that cannot be bundled, because they read files next to their code. */
const unbundled = [
  "@babel/parser",
  "@dynoxide/*",
  "@playwright/test",
  "esbuild",
  "playwright-core",
  "tsx",
  "typescript",
];

/**
 * Compiles packages into one file, and caches it with its V8 code. Each package is loaded when it is required.
 *
 * @param {string} name Name of the program.
 * @param {string} version Version of the launcher.
 * @param {readonly string[]} needed
 * @returns {Packages}
 */
function loadPackages(name, version, needed) {
  const key = `${version} ${needed}`;
  const loaded = loadedPackages.get(key) ?? runPackages(name, key, needed);
  loadedPackages.set(key, loaded);
  return loaded;
}

/** @type {Map<string, Packages>} */
const loadedPackages = new Map();

/**
 * @param {string} name
 * @param {string} key
 * @param {readonly string[]} needed
 * @returns {Packages}
 */
function runPackages(name, key, needed) {
  const content = readKept(`${name}.packages`, key) ?? bundlePackages(name, key, needed);
  const codeKey = `${key} ${hash(content)}`;
  const code = readKept(`${name}.code`, codeKey);
  const file = join(repositoryFolder, "node_modules/.cache/kite", `${name}.packages.cjs`);
  const source = `(function (exports, require, module, __filename, __dirname) {${content.toString("utf8")}\n})`;
  const script = new Script(source, {
    filename: file,
    ...(code && { cachedData: code }),
  });
  if (code === undefined || script.cachedDataRejected) {
    // At exit, V8 has compiled every function that was called.
    process.once("exit", () => keep(`${name}.code`, codeKey, script.createCachedData()));
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, requireFromRepository, module, file, dirname(file));
  return module.exports;
}

/**
 * @param {string} name
 * @param {string} key
 * @param {readonly string[]} needed
 */
function bundlePackages(name, key, needed) {
  /** @type {typeof import("esbuild")} */
  const { buildSync } = requireInstalled("esbuild");
  const loaders = needed.map((id) => `${JSON.stringify(id)}: () => require(${JSON.stringify(id)})`);
  const { outputFiles } = buildSync({
    ...bundleOptions,
    stdin: { contents: `module.exports = {${loaders}};`, resolveDir: repositoryFolder },
    external: unbundled,
  });
  const content = Buffer.from(outputFiles?.[0]?.contents ?? []);
  keep(`${name}.packages`, key, content);
  return content;
}

module.exports = loadPackages;
