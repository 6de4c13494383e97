"use strict";
// Read before anything else, by whatever Node there is: nothing newer than its oldest syntax here.

/** The oldest Node that runs this, as package.json has it in `engines`. */
var oldest = "20.19.0";

if (rank(process.versions.node) < rank(oldest)) {
  process.stderr.write(
    "Node.js is too old: got " +
      process.versions.node +
      "; wanted " +
      oldest +
      " or newer. Install it from https://nodejs.org/ (or: nvm install 22).\n",
  );
  process.exit(1);
}

/** @param {string} version */
function rank(version) {
  return version.split(".").reduce((sum, part) => sum * 1000 + Number(part), 0);
}
