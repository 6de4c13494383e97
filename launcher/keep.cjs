"use strict";
const { createHash, randomUUID } = /** @type {typeof import("node:crypto")} */ (require("node:crypto"));
const { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } =
  /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { dirname, join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");

/** What directs a compiler besides the sources. */
const directions = [
  "tsconfig.json",
  "lambda-src/package.json",
  "protocol/package.json",
  "packages/bot-api-server/package.json",
  "packages/stack-server/package.json",
  "widget/package.json",
];

/**
 * Reads what was built from files, as long as none of them, nor the key, has changed. It lies in
 * `node_modules/.cache/kite`: installing the packages anew removes it.
 *
 * @param {string} name of the file that keeps it
 * @param {string} key what else it was made with, for example options
 * @returns {Buffer | undefined} `undefined`: it must be built
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
    // There is none yet, it was cut off, or one of its files is gone.
    return undefined;
  }
};

/**
 * Keeps what was built. Others may read and write it at the same time: it is there whole, or not. What was built while
 * one of its files changed is not kept, for nobody knows which of the two was read.
 *
 * @param {string} name
 * @param {string} key
 * @param {Uint8Array} content
 * @param {object} [made] of what: the files, and the folders whose files have a say, told from the repository; and
 * since when, in milliseconds of the epoch. Files of `node_modules` are left out, since the list of what is installed
 * stands for them.
 * @param {readonly string[]} made.inputs
 * @param {number} made.startedAt
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
    // The folder is read-only, the disk is full, or a file is gone meanwhile: it is built again the next time.
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
    // Installed by another program than npm.
    return hashOf("package-lock.json");
  }
}

/**
 * When the content, the name or the place of a file changed.
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
