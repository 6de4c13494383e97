import { runScript } from "../command";
import { unprotectStage } from "../deploy/unprotect-stage";

const usage = `npm run unprotect -- <stage> [--yes]
Takes the protection off a stage, so that npm run destroy-kite may take its tables, and its bucket with all files:
"protect": false in the deployment file, applied to the tables and the bucket alone.
  --yes   needed for prod`;

runScript({ usage, flags: ["yes"], arguments: ["stage"] }, (flags, stage = "") =>
  unprotectStage(stage, flags.has("yes")),
);
