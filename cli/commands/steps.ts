import { runProgram } from "../../constructs/user-error";
import { parseCommandLine } from "../../settings/command-line";
import { say, show } from "../command";

/** As which npm runs this: `build`, `check`. */
const script = process.env.npm_lifecycle_event ?? "build";

const steps = process.argv.slice(2).filter((word) => !word.startsWith("-"));

const usage = `npm run ${script}
Runs one after another, until one fails: ${steps.map((step) => `npm run ${step}`).join(", ")}.`;

runProgram(() => {
  const { values } = parseCommandLine(usage, {
    options: { help: { type: "boolean" } },
    allowPositionals: true,
  });
  if (values.help) {
    return say(usage);
  }
  for (const step of steps) {
    // npm is a command file on Windows, which only a shell can run: npm says where its program is.
    const npm = process.env.npm_execpath;
    npm === undefined ? show("npm", ["run", step]) : show(process.execPath, [npm, "run", step]);
  }
});
