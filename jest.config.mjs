/** @type {import("jest").Config} */
export default {
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testEnvironment: "node",
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // The functions' build of grammY is an ES module, which Jest cannot require; the one for Node is the same API.
  moduleNameMapper: { "^grammy/web$": "grammy" },
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/.kite"],
  globalSetup: "<rootDir>/__tests__/support/start-run.ts",
  globalTeardown: "<rootDir>/__tests__/support/end-run.ts",
  // Most of a test of the chat is waiting: for the wake-up's second, for a retry.
  maxWorkers: 4,
  testTimeout: 60_000,
};
