import { defineCommand } from "../command";

export const command = defineCommand({
  group: "maintain",
  summary: "Writes docs/fidelity.md from the tests of the stack server.",
  details: `The page lists the behaviors of AWS that the stack server reproduces, and the tests that prove them.`,
  run: async () => {
    const { run } = await import("../run");
    // A program among the tests of the package writes the page. No code may import it.
    run(process.execPath, ["--import", "tsx", "packages/stack-server/__tests__/behaviors/write-page.ts"]);
  },
});
