/**
 * Gives a test of the user's own, such as `main-test.ts`, the matchers of cdktf, as cdktf's `setup.js` did. Our own
 * tests do not use them, because cdktf takes a while to load.
 */
if (/-test\.ts$/.test(expect.getState().testPath ?? "")) {
  const { Testing } = require("cdktf") as typeof import("cdktf");
  Testing.setupJest();
}
