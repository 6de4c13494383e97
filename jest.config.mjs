import ownProgram from "./launcher/own-program.cjs";

// cdktf's template has the test __tests__/main-test.ts, so your own tests may have such names.
const ownTests = "<rootDir>/__tests__/**/*-test.ts";

/** @type {import("jest").Config} */
export default {
  // Kite's tests need Kite's main.ts. With another main.ts, only its author's tests run.
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
  // A test of the chat mostly waits: for the delay of a notification, or for a retry.
  maxWorkers: 4,
  testTimeout: 120_000,
};
