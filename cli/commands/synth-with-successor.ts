import { defineCommand } from "../command";

export const command = defineCommand({
  group: "check",
  summary: "Compares what cdktf and its successor cdktn synthesize.",
  details: `Synthesizes all stacks of each file in deployments/ twice, the second time with cdktn under the name of cdktf. Everything
but the versions must be the same. cdktn is installed into a temporary folder.`,
  options: { "if-available": { help: "succeeds when the registry does not have cdktn" } },
  run: async (_arguments, { "if-available": mayBeMissing }) =>
    (await import("../successor/synthesize-with-successor")).synthesizeWithSuccessor(mayBeMissing),
});
