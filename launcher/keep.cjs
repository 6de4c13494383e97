"use strict";
const { createHash, randomUUID } = /** @type {typeof import("node:crypto")} */ (require("node:crypto"));
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } =
  /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { dirname, join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");

/** Files that affect the compiler, in addition to the sources. */
const directions = [
  "tsconfig.json",
  "lambda-src/package.json",
  "protocol/package.json",
  "packages/bot-api-server/package.json",
  "packages/stack-server/package.json",
  "widget/package.json",
];

/**
 * Reads a cache entry, if neither its input files nor the key have changed. The cache is in `node_modules/.cache/kite`,
 * so a new installation of the packages removes it.
 *
 * @param {string} name Name of the cache file.
 * @param {string} key Other inputs, for example options.
 * @returns {Buffer | undefined} `undefined` if the content must be built
 */
exports.readKept = function readKept(name, key) {
  try {
    const record = readFileSync(fileOf(name));
    const start = record.indexOf("\n") + 1;
    /** @type {{ readonly key: string, readonly length: number, readonly hashes: readonly [string, string][] }} */
    const header = JSON.parse(record.toString("utf8", 0, start));
    const isCurrent =
      header.key === fullKey(key) &&
      header.length === record.length - start &&
      header.hashes.every(([input, before]) => hashOf(input) === before);
    return isCurrent ? record.subarray(start) : undefined;
  } catch {
    // The entry is missing or truncated, or one of its inputs is missing.
    return undefined;
  }
};

/**
 * Writes a cache entry. The write is atomic, because other processes may read and write it at the same time. If an
 * input changed during the build, the entry is not written, because the build may have read either version.
 *
 * @param {string} name
 * @param {string} key
 * @param {Uint8Array} content
 * @param {object} [made] Inputs and start of the build. Files in `node_modules` are ignored, because the key already
 * depends on the list of installed packages.
 * @param {readonly string[]} made.inputs Paths of files, and of folders whose list of files matters, in the repository.
 * @param {number} made.startedAt In milliseconds since 1970.
 */
exports.keep = function keep(name, key, content, { inputs, startedAt } = { inputs: [], startedAt: 0 }) {
  const draft = `${fileOf(name)}.${randomUUID()}`;
  try {
    const own = inputs.filter((input) => !/(^|[\\/])node_modules[\\/]/.test(input));
    if (own.some((input) => changedAt(input) >= startedAt)) {
      return;
    }
    const hashes = own.map((input) => [input, hashOf(input)]);
    const header = JSON.stringify({ key: fullKey(key), length: content.length, hashes });
    mkdirSync(dirname(draft), { recursive: true });
    writeFileSync(draft, Buffer.concat([Buffer.from(`${header}\n`), content]));
    renameSync(draft, fileOf(name));
  } catch {
    // The folder is read-only, the disk is full, or an input was deleted. The next run builds the content again.
  }
};

/**
 * @param {string | Uint8Array} content
 * @returns {string} the SHA-256, in hexadecimal
 */
exports.hash = hash;

/** @param {string} name */
function fileOf(name) {
  return join(repositoryFolder, "node_modules/.cache/kite", name);
}

/** @param {string} key */
function fullKey(key) {
  const directed = directions.filter((file) => existsSync(join(repositoryFolder, file))).map(hashOf);
  const platform = [process.version, process.platform, process.arch];
  return hash([key, ...platform, installedPackages(), ...directed].join("\n"));
}

function installedPackages() {
  try {
    return hashOf("node_modules/.package-lock.json");
  } catch {
    // A program other than npm installed the packages.
    return hashOf("package-lock.json");
  }
}

/**
 * Returns the time at which the content, the name or the folder of a file changed.
 *
 * @param {string} input
 */
function changedAt(input) {
  const { ctimeMs, mtimeMs } = statSync(join(repositoryFolder, input));
  return Math.max(ctimeMs, mtimeMs);
}

/** @param {string} input */
function hashOf(input) {
  const path = join(repositoryFolder, input);
  return hash(statSync(path).isDirectory() ? readdirSync(path).join("\n") : readFileSync(path));
}

/** @param {string | Uint8Array} content */
function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}
