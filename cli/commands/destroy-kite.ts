import { defineCommand } from "../command";

export const command = defineCommand({
  group: "deploy",
  summary: "Removes the stack kite, with all its data.",
  details: `Fails if a stage is protected, as prod is by default: run npx kite unprotect first. The following remain: the bot tokens
("npx kite secrets <stage> --delete"), the URL for alarms ("npx kite secrets app --delete"), and the resources of
npx kite bootstrap ("npx kite destroy-state").`,
  options: {
    "remove-prod": { help: "continues if this removes prod" },
    yes: { help: "removes prod without asking; required without a terminal" },
  },
  run: async (_arguments, consent) => (await import("../deploy/kite-deployment")).destroyKite(consent),
});
