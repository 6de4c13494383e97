"use strict";
const { readFileSync } = /** @type {typeof import("node:fs")} */ (require("node:fs"));
const { join } = /** @type {typeof import("node:path")} */ (require("node:path"));

/** Our own program reads the settings, and with them a deployment file. */
const readsSettings = /from "\.\/settings\/settings"/;

/** Whether `main.ts` is a program of the user's own, whose stacks no deployment file describes. */
exports.isOwnProgram = () => !readsSettings.test(readFileSync(join(__dirname, "../main.ts"), "utf8"));
