/**
 * Adds the matchers of cdktf to a test that a user has written, such as `main-test.ts`, as cdktf's `setup.js` did.
 * Kite's own tests do not use the matchers, because cdktf takes a while to load.
 */
if (/-test\.ts$/.test(expect.getState().testPath ?? "")) {
  const { Testing } = require("cdktf") as typeof import("cdktf");
  Testing.setupJest();
}
