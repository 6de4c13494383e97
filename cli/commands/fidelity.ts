import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/fidelity.md from the tests of the stack server.",
  details: `The page lists the behaviors of AWS that the stack server has, and the tests that show them.`,
  run: async () => {
    const { run } = await import("../run");
    // The page is made by a test program of the package, which no code imports.
    run(process.execPath, ["--import", "tsx", "packages/stack-server/__tests__/behaviors/write-page.ts"]);
  },
});
