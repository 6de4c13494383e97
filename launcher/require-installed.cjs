"use strict";
const { createRequire } = /** @type {typeof import("node:module")} */ (require("node:module"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

const repositoryFolder = join(__dirname, "..");
const requireFromRepository = createRequire(join(repositoryFolder, "package.json"));

/**
 * Loads a package. If it is missing, the process ends with a message.
 *
 * @param {string} id
 */
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

module.exports = requireInstalled;
