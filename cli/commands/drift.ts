import { defineCommand } from "../command";

export const command = defineCommand({
  group: "compare",
  summary: "Reports how a stack, its state and its declaration differ. Changes nothing.",
  details: `Exit code 0: clean; 2: drift; 1: the check itself failed. docs/drift.md describes each class.`,
  arguments: { stack: { help: "kite-state, kite-build or kite, or an id such as kite-local" } },
  options: {
    report: {
      help: "writes the report as JSON to this file, and the reason when the check fails",
      value: "file",
    },
  },
  json: "the report",
  run: async ({ stack }, { report }) => (await import("../drift/check-drift")).reportDrift(stack, report),
});
