"use strict";
const { readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

/** Matches the import of the settings, which only Kite's own program has. */
const readsSettings = /from "\.\/settings\/settings"/;

/** Returns whether the user has replaced `main.ts` with a program that does not use deployment files. */
exports.isOwnProgram = () => !readsSettings.test(readFileSync(join(__dirname, "../main.ts"), "utf8"));
