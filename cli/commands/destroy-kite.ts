import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the stack kite, with all its data.",
  details: `A protected stage (prod) is refused: run npx kite unprotect first. These stay: the bots' tokens
("npx kite secrets <stage> --delete"), where alarms are posted ("npx kite secrets app --delete"), and what
npx kite bootstrap created ("npx kite destroy-state").`,
  options: {
    "remove-prod": { help: "continues when prod is removed too" },
    yes: { help: "removes prod without asking; required without a terminal" },
  },
  run: async (_arguments, consent) => (await import("../deploy/kite-deployment")).destroyKite(consent),
});
