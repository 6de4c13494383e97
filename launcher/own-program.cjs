"use strict";
const { readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

/** Matches the import of the settings, which only Kite's own program has. */
const readsSettings = /from "\.\/settings\/settings"/;

/** Returns whether `main.ts` is a program of the user's own, whose stacks are in no deployment file. */
exports.isOwnProgram = () => !readsSettings.test(readFileSync(join(__dirname, "../main.ts"), "utf8"));
