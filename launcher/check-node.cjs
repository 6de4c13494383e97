"use strict";
// This file runs first, in any version of Node.js, so it must use only the oldest syntax.

/** Oldest supported Node.js, as in `engines` of package.json. */
var oldest = "20.19.0";

if (rank(process.versions.node) < rank(oldest)) {
  process.stderr.write(
    "Node.js is too old: received " +
      process.versions.node +
      ", expected " +
      oldest +
      " or newer. Install it from https://nodejs.org/ (or: nvm install 22).\n",
  );
  process.exit(1);
}

/** @param {string} version */
function rank(version) {
  return version.split(".").reduce((sum, part) => sum * 1000 + Number(part), 0);
}
