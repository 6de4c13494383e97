import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/fidelity.md from the tests of the stack server.",
  details: `The page lists the behaviors of AWS that the stack server reproduces, and the tests that prove them.`,
  run: async () => {
    const { run } = await import("../run");
    // The program is in the tests folder of the package, and other code must not import tests.
    run(process.execPath, ["--import", "tsx", "packages/stack-server/__tests__/behaviors/write-page.ts"]);
  },
});
