"use strict";
const { existsSync, readdirSync, readFileSync } = /** @type {typeof import("node:fs")} */ (
  require("node:fs")
);
const Module = /** @type {any} */ (require("node:module"));
const { dirname, join, relative } = /** @type {typeof import("node:path")} */ (require("node:path"));
const { brotliCompressSync } = /** @type {typeof import("node:zlib")} */ (require("node:zlib"));
const { buildSync } = /** @type {typeof import("esbuild")} */ (require("esbuild"));

const repositoryFolder = join(__dirname, "../..");
const buildProgram = join(repositoryFolder, "widget/build.ts");

/** Compressed scripts of the releases. `releases.json` lists the scripts of each release, the newest release first. */
const releasesFolder = join(repositoryFolder, "widget/releases");

/**
 * @typedef {object} BuiltFile a script as `widget/build.ts` builds it
 * @property {string} name
 * @property {Uint8Array} body
 * @property {string} integrity
 *
 * @typedef {object} WidgetBuild
 * @property {BuiltFile} loader
 * @property {BuiltFile} pinnedLoader the loader under a name with its hash
 * @property {BuiltFile} bundle the bundle in English
 * @property {readonly BuiltFile[]} translations the bundles in other languages
 * @property {string} placeholder
 */

exports.buildWidget = buildWidget;
exports.widgetScripts = widgetScripts;
exports.releasesFolder = releasesFolder;

/**
 * Builds the widget.
 * @returns {WidgetBuild | undefined} `undefined` if the widget's sources do not exist
 */
function buildWidget() {
  if (!existsSync(buildProgram)) {
    return undefined;
  }
  const { outputFiles } = buildSync({
    entryPoints: [buildProgram],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    packages: "external",
    write: false,
  });
  const program = new Module(buildProgram, module);
  program.filename = buildProgram;
  program.paths = Module._nodeModulePaths(dirname(buildProgram));
  program._compile(outputFiles[0]?.text ?? "", buildProgram);
  return { ...program.exports.buildWidget(), placeholder: program.exports.servedPlaceholder };
}

/**
 * Creates the module with the widget that the function serves. Its type is in lambda-src/widget/built-widget.ts.
 * @param {string} [releases] folder with the scripts of the releases
 * @returns {{ readonly source: string, readonly inputs: readonly string[] }} the source, and the files and folders that
 * it was built from
 */
exports.builtWidgetModule = function builtWidgetModule(releases = releasesFolder) {
  const widget = buildWidget();
  const released = readReleased(releases);
  const built = widget && {
    loader: Buffer.from(widget.loader.body).toString(),
    placeholder: widget.placeholder,
    pinnedLoader: { name: widget.pinnedLoader.name, integrity: widget.pinnedLoader.integrity },
    files: {
      ...released,
      ...Object.fromEntries(widgetScripts(widget).map(({ name, body }) => [name, compress(body)])),
    },
  };
  return { source: `export const builtWidget = ${JSON.stringify(built)};`, inputs: inputs() };
};

/**
 * Returns the scripts whose contents never change, because their names contain their hashes.
 * @param {WidgetBuild} widget
 */
function widgetScripts({ bundle, translations, pinnedLoader }) {
  return [bundle, ...translations, pinnedLoader];
}

/** @param {Uint8Array} body */
function compress(body) {
  return brotliCompressSync(body).toString("base64");
}

/**
 * Returns the scripts of the stored releases, by their names.
 * @param {string} folder
 */
function readReleased(folder) {
  if (!existsSync(folder)) {
    return {};
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".js.br"));
  return Object.fromEntries(
    files.map((name) => [name.slice(0, -".br".length), readFileSync(join(folder, name)).toString("base64")]),
  );
}

/** Returns the files and folders that the widget is built from. A missing folder is left out. */
function inputs() {
  return [dirname(buildProgram), join(repositoryFolder, "protocol/src")]
    .filter(existsSync)
    .flatMap((folder) => filesIn(folder))
    .map((path) => relative(repositoryFolder, path));
}

/**
 * @param {string} folder
 * @returns {readonly string[]} the folder, and all files and folders in it
 */
function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(
    ({ name }) => name !== "node_modules" && name !== "dist",
  );
  return [
    folder,
    ...entries.flatMap((entry) =>
      entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
    ),
  ];
}
