import { runScript } from "../command";
import { synthesizeWithHeir } from "../successor/synthesize-with-heir";

const usage = `npm run synth-with-heir [-- --if-available]
Synthesizes all stacks of each file in deployments/ twice, with cdktf and with its heir cdktn under cdktf's name, and
compares what they write: but for their versions it must be the same. The heir is installed into a temporary folder.
  --if-available   end well, with a word, when the heir cannot be had from the registry`;

runScript({ usage, flags: ["if-available"] }, (flags) => synthesizeWithHeir(flags.has("if-available")));
