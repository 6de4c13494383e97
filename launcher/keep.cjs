"use strict";
const { createHash } = /** @type {typeof import("node:crypto")} */ (require("node:crypto"));
const { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } =
  /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { dirname, join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");

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
    const end = record.indexOf("\n");
    const header = JSON.parse(record.toString("utf8", 0, end));
    /** @type {readonly [input: string, hash: string][]} */
    const hashes = header.hashes;
    const isCurrent =
      header.key === fullKey(key) && hashes.every(([input, before]) => hashOf(input) === before);
    return isCurrent ? record.subarray(end + 1) : undefined;
  } catch {
    // There is none yet, it was cut off, or one of its files is gone.
    return undefined;
  }
};

/**
 * Keeps what was built. Others may read and write it at the same time: it is there whole, or not.
 *
 * @param {string} name
 * @param {string} key
 * @param {Uint8Array} content
 * @param {readonly string[]} inputs the files that it was made of, and the folders whose files it has a say about, told
 * from the repository. Those of `node_modules` are left out, since the list of what is installed stands for them.
 */
exports.keep = function keep(name, key, content, inputs = []) {
  const own = inputs.filter((input) => !/(^|[\\/])node_modules[\\/]/.test(input));
  const header = { key: fullKey(key), hashes: own.map((input) => [input, hashOf(input)]) };
  const draft = `${fileOf(name)}.${process.pid}`;
  try {
    mkdirSync(dirname(draft), { recursive: true });
    writeFileSync(draft, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), content]));
    renameSync(draft, fileOf(name));
  } catch {
    // The folder is read-only, or the disk is full: it is built again the next time.
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
  return hash([key, process.platform, process.arch, installedPackages()].join("\n"));
}

function installedPackages() {
  try {
    return hashOf("node_modules/.package-lock.json");
  } catch {
    // Installed by another program than npm.
    return hashOf("package-lock.json");
  }
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
