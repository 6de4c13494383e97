import { defineCommand } from "../command";

export const command = defineCommand({
  group: "compare",
  summary: "Reports the differences between a stack, its state and its declaration. Changes nothing.",
  details: `Exit code 0: no drift; 2: drift; 1: the check failed. docs/drift.md describes each class of drift.`,
  arguments: { stack: { help: "kite-state, kite-build or kite, or an ID such as kite-local" } },
  options: {
    report: {
      help: "writes the report as JSON to this file, or the reason if the check fails",
      value: "file",
    },
  },
  json: "the report",
  run: async ({ stack }, { report }) => (await import("../drift/check-drift")).reportDrift(stack, report),
});
