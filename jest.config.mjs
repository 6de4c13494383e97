import ownProgram from "./launcher/own-program.cjs";

// cdktf gave a new program the test __tests__/main-test.ts, so a test of your own may be named like that.
const ownTests = "<rootDir>/__tests__/**/*-test.ts";

/** @type {import("jest").Config} */
export default {
  // Kite's tests expect Kite's main.ts. With another one, its author's tests run alone.
  ...(ownProgram.isOwnProgram()
    ? { testMatch: [ownTests], passWithNoTests: true }
    : {
        testMatch: ["<rootDir>/{packages/*/,}__tests__/**/*.test.ts", ownTests],
        globalSetup: "<rootDir>/__tests__/support/start-run.ts",
        globalTeardown: "<rootDir>/__tests__/support/end-run.ts",
      }),
  testEnvironment: "node",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  moduleNameMapper: { "(^|/)stack-trace$": "<rootDir>/__tests__/support/no-stack-trace.cjs" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.kite", "<rootDir>/packages/[^/]+/dist"],
  setupFilesAfterEnv: ["<rootDir>/__tests__/support/cdktf-matchers.ts"],
  // Most of a test of the chat is waiting: for the wake-up's second, for a retry.
  maxWorkers: 4,
  testTimeout: 120_000,
};
