#!/usr/bin/env node
"use strict";
// What `npx kite` and `npm run kite` start. Any Node.js, however old, must be able to read this file and the check.
require("../playground/check-node.cjs");
require(findCompiler());
require("./main.ts");

/** @returns {string} the file that lets Node.js load TypeScript */
function findCompiler() {
  try {
    return require.resolve("tsx/cjs");
  } catch (_error) {
    process.stderr.write(
      'The packages that Kite needs are not installed. Run "npm ci" in the folder of the repository.\n',
    );
    process.exit(1);
  }
}
