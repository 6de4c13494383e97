"use strict";
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

/**
 * Options with which esbuild bundles files for Node.js on this machine.
 * @type {import("esbuild").BuildOptions}
 */
const bundleOptions = {
  absWorkingDir: join(__dirname, ".."),
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

module.exports = bundleOptions;
