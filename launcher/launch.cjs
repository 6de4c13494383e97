"use strict";
// Starts a TypeScript program of this repository: `node launcher/launch.cjs <file> [argument ...]`. check-node.cjs comes
// before it. Our files are
// compiled into one, and the packages that they need into another, which V8 keeps compiled: to find, read and compile
// 300 modules of ours and 1,000 of theirs takes more than a second each time.
const { readFileSync, realpathSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const Module = /** @type {typeof import("node:module")} */ (require("node:module"));
const { dirname, join, relative, resolve, sep } = /** @type {typeof import("node:path")} */ (
  require("node:path")
);
const { Script } = /** @type {typeof import("node:vm")} */ (require("node:vm"));
const { hash, keep, readKept } = /** @type {typeof import("./keep.cjs")} */ (require("./keep.cjs"));
const { isOwnProgram } = /** @type {typeof import("./own-program.cjs")} */ (require("./own-program.cjs"));

/** @typedef {Readonly<Record<string, () => unknown>>} Packages loaders, by the names under which they are imported */

const repositoryFolder = join(__dirname, "..");
const requireFromRepository = Module.createRequire(join(repositoryFolder, "package.json"));

/** Of the way in which programs are compiled here: what was kept by another one is not used. */
const version = hash(readFileSync(__filename));

/** Packages that look for files beside their code, which is why they are loaded from where they are. */
const unbundled = [
  "@babel/parser",
  "@dynoxide/*",
  "@playwright/test",
  "esbuild",
  "playwright-core",
  "tsx",
  "typescript",
];

/** @type {import("esbuild").BuildOptions} */
const options = {
  absWorkingDir: repositoryFolder,
  bundle: true,
  charset: "utf8",
  format: "cjs",
  keepNames: true,
  logLevel: "silent",
  metafile: true,
  platform: "node",
  target: "node20",
  write: false,
};

/**
 * Runs a program in this process.
 *
 * @param {string} entry path of its TypeScript file: absolute, or told from the repository
 */
exports.launch = async function launch(entry) {
  if (!isOurs(entry)) {
    requireInstalled("tsx/cjs");
    requireFromRepository(resolve(repositoryFolder, entry));
    return;
  }
  const name = nameOf(entry);
  const program = readKept(name, keyOf(entry)) ?? (await compileProgram(entry, name));
  const packages = loadPackages(name, packagesOf(program));
  // The paths in its source map are told from this file, which is nowhere.
  const module = new Module(join(repositoryFolder, `${name}.cjs`));
  module.filename = module.id;
  /** @param {string} id */
  const requirePackage = (id) => (packages[id] ?? (() => requireFromRepository(id)))();
  module.require = Object.assign(requirePackage, requireFromRepository);
  showSourcesInStacks(program, module.id);
  Reflect.get(module, "_compile").call(module, `//${program}`, module.id);
};

/**
 * Reads the packages that a program needed the last time, before anybody knows what its sources will be.
 *
 * @param {string} entry
 */
exports.warm = function warm(entry) {
  const program = isOurs(entry) ? readKept(nameOf(entry), keyOf(entry)) : undefined;
  if (program !== undefined) {
    for (const load of Object.values(loadPackages(nameOf(entry), packagesOf(program)))) {
      load();
    }
  }
};

/**
 * The packages of another's program may do anything: each of its modules is loaded from where it is.
 *
 * @param {string} entry
 */
function isOurs(entry) {
  const path = relative(repositoryFolder, resolve(repositoryFolder, entry));
  return !path.startsWith("..") && !(path === "main.ts" && isOwnProgram());
}

/** @param {string} entry */
function nameOf(entry) {
  return relative(repositoryFolder, resolve(repositoryFolder, entry)).replaceAll(sep, "-");
}

/**
 * Two programs may have one name.
 *
 * @param {string} entry
 */
function keyOf(entry) {
  return `${version} ${relative(repositoryFolder, resolve(repositoryFolder, entry))}`;
}

/**
 * The first line of a compiled program names them.
 *
 * @param {Buffer} program
 * @returns {readonly string[]}
 */
function packagesOf(program) {
  return JSON.parse(program.toString("utf8", 0, program.indexOf("\n")));
}

/**
 * Compiles our files into one. Its first line names the packages that they need.
 *
 * @param {string} entry
 * @param {string} name
 */
async function compileProgram(entry, name) {
  /** @type {typeof import("esbuild")} */
  const { build } = requireInstalled("esbuild");
  const startedAt = Date.now();
  /** @type {import("esbuild").BuildResult} */
  let result;
  try {
    result = await build({
      ...options,
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
  const needed = [...new Set(imports)].filter((id) => !Module.isBuiltin(id)).sort();
  const program = Buffer.from(JSON.stringify(needed) + (outputFiles?.[0]?.text ?? ""));
  const files = Object.keys(metafile?.inputs ?? {});
  // A file that is added may be one that a program finds by its name.
  const folders = [...new Set(files.map((file) => dirname(file)))].filter((folder) => folder !== ".");
  keep(name, keyOf(entry), program, { inputs: [...files, ...folders], startedAt });
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

/**
 * Lets the stack of an error name our TypeScript files. Node.js can do it as well (`--enable-source-maps`), but reads
 * the map at once, and maps the stack that cdktf takes of each of its tokens too.
 *
 * @param {Buffer} program
 * @param {string} file
 */
function showSourcesInStacks(program, file) {
  /** @type {import("node:module").SourceMap | undefined} */
  let map;
  const load = () => {
    const encoded = program.toString("latin1", program.lastIndexOf(",") + 1);
    return new Module.SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  };
  /** @param {NodeJS.CallSite} frame */
  const show = (frame) => {
    const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
    map ??= load();
    const entry = map.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry)) {
      return String(frame);
    }
    const { originalSource, originalLine, originalColumn } = entry;
    const place = `${join(repositoryFolder, originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
    return String(frame).replace(`${file}:${line}:${column}`, () => place);
  };
  Error.prepareStackTrace = (error, frames) => {
    const shown = frames.map((frame) =>
      error instanceof Error && frame.getFileName() === file ? show(frame) : frame,
    );
    return [headOf(error), ...shown].join("\n    at ");
  };
}

/**
 * The first line of a stack, as Node.js writes it.
 *
 * @param {unknown} error
 */
function headOf(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "<error>";
  }
}

/**
 * Loads the packages of a program, each when it is asked for.
 *
 * @param {string} name of the program
 * @param {readonly string[]} needed
 * @returns {Packages}
 */
function loadPackages(name, needed) {
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
  const codeKey = `${version} ${hash(content)}`;
  const code = readKept(`${name}.code`, codeKey);
  const file = join(repositoryFolder, "node_modules/.cache/kite", `${name}.packages.cjs`);
  const wrapper = ["(function (exports, require, module, __filename, __dirname) {", "\n})"];
  const script = new Script(wrapper.join(content.toString("utf8")), {
    filename: file,
    ...(code && { cachedData: code }),
  });
  if (code === undefined || script.cachedDataRejected) {
    // By then it has compiled what was used.
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
    ...options,
    stdin: { contents: `module.exports = {${loaders}};`, resolveDir: repositoryFolder },
    external: unbundled,
  });
  const content = Buffer.from(outputFiles?.[0]?.contents ?? []);
  keep(`${name}.packages`, key, content);
  return content;
}

/** @param {string} id */
function requireInstalled(id) {
  try {
    return requireFromRepository(id);
  } catch (_error) {
    process.stderr.write(
      'The packages that Kite needs are not installed. Run "npm ci" in the folder of the repository.\n',
    );
    process.exit(1);
  }
}

if (require.main === module) {
  // The program sees its own arguments alone.
  const [entry = ""] = process.argv.splice(2, 1);
  void exports.launch(entry);
}
