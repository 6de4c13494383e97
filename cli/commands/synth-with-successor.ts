import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Compares the stacks that cdktf and its successor cdktn synthesize.",
  details: `Synthesizes all stacks of each file in deployments/ twice, the second time with cdktn in place of cdktf. Everything except
the versions must be the same. Installs cdktn into a temporary folder.`,
  options: { "if-available": { help: "succeeds if the registry does not have cdktn" } },
  run: async (_arguments, { "if-available": mayBeMissing }) =>
    (await import("../successor/synthesize-with-successor")).synthesizeWithSuccessor(mayBeMissing),
});
