"use strict";
// Starts a TypeScript program of this repository: `node launcher/launch.cjs <file> [argument ...]`, after
// check-node.cjs. The program is compiled into one file, and its packages into a second file with cached V8 code.
// Without these files, each start would find, read and compile 300 modules of the repository and 1,000 modules of
// packages, which takes more than a second.
const { readdirSync, readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const Module = /** @type {typeof import("node:module")} */ (require("node:module"));
const { join, relative, resolve, sep } = /** @type {typeof import("node:path")} */ (require("node:path"));
const compileProgram = /** @type {typeof import("./compile-program.cjs")} */ (
  require("./compile-program.cjs")
);
const requireInstalled = /** @type {typeof import("./require-installed.cjs")} */ (
  require("./require-installed.cjs")
);
const { hash, readKept } = /** @type {typeof import("./keep.cjs")} */ (require("./keep.cjs"));
const loadPackages = /** @type {typeof import("./load-packages.cjs")} */ (require("./load-packages.cjs"));
const { isOwnProgram } = /** @type {typeof import("./own-program.cjs")} */ (require("./own-program.cjs"));
const showSourcesInStacks = /** @type {typeof import("./source-stacks.cjs")} */ (
  require("./source-stacks.cjs")
);

/** Version of the launcher. Cache entries of another version are not used. */
const version = hash(
  readdirSync(__dirname)
    .map((file) => hash(readFileSync(join(__dirname, file))))
    .join(),
);

const repositoryFolder = join(__dirname, "..");
const requireFromRepository = Module.createRequire(join(repositoryFolder, "package.json"));

/**
 * Runs a program in this process.
 *
 * @param {string} entry Path of its TypeScript file: absolute, or relative to the repository.
 */
exports.launch = async function launch(entry) {
  if (!isOurs(entry)) {
    requireInstalled("tsx/cjs");
    requireFromRepository(resolve(repositoryFolder, entry));
    return;
  }
  const [name, key] = [nameOf(entry), keyOf(entry)];
  const program = readKept(name, key) ?? (await compileProgram(entry, name, key));
  const packages = loadPackages(name, version, packagesOf(program));
  // The paths in its source map are relative to this file, which does not exist.
  const module = new Module(join(repositoryFolder, `${name}.cjs`));
  module.filename = module.id;
  /** @param {string} id */
  const requirePackage = (id) => (packages[id] ?? (() => requireFromRepository(id)))();
  module.require = Object.assign(requirePackage, requireFromRepository);
  showSourcesInStacks(program, module.id);
  Reflect.get(module, "_compile").call(module, `//${program}`, module.id);
};

/**
 * Loads the packages that a program needed in its last run, before the program starts.
 *
 * @param {string} entry
 */
exports.warm = function warm(entry) {
  const program = isOurs(entry) ? readKept(nameOf(entry), keyOf(entry)) : undefined;
  if (program !== undefined) {
    for (const load of Object.values(loadPackages(nameOf(entry), version, packagesOf(program)))) {
      load();
    }
  }
};

/**
 * Returns the packages that a compiled program needs.
 *
 * @param {Buffer} program
 * @returns {readonly string[]}
 */
function packagesOf(program) {
  return JSON.parse(program.toString("utf8", 0, program.indexOf("\n")));
}

/**
 * Returns whether the packages of a program can be bundled. Packages of a user's program are loaded from their folders.
 *
 * @param {string} entry
 */
function isOurs(entry) {
  const path = pathOf(entry);
  return !path.startsWith("..") && !(path === "main.ts" && isOwnProgram());
}

/** @param {string} entry */
function nameOf(entry) {
  return pathOf(entry).replaceAll(sep, "-");
}

/**
 * Returns the key of a program's cache entry. The key contains the path, because two programs may have the same entry
 * name.
 *
 * @param {string} entry
 */
function keyOf(entry) {
  return `${version} ${pathOf(entry)}`;
}

/**
 * Returns the path of a program relative to the repository.
 *
 * @param {string} entry
 */
function pathOf(entry) {
  return relative(repositoryFolder, resolve(repositoryFolder, entry));
}

if (require.main === module) {
  // The program receives only its own arguments.
  const [entry = ""] = process.argv.splice(2, 1);
  void exports.launch(entry);
}
