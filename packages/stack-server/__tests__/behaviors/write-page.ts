import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { collectBehaviors } from "./collect-behaviors";
import { fidelityPage } from "./fidelity-page";

const usage = `npx kite fidelity
Writes docs/fidelity.md from the tests that show which behaviors of AWS the stack server has.
`;

const page = join(__dirname, "../../../../docs/fidelity.md");

try {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(usage);
  } else {
    const behaviors = collectBehaviors();
    writeFileSync(page, fidelityPage(behaviors));
    process.stdout.write(`Written: ${relative("", page)} (${behaviors.length} behaviors)\n`);
  }
} catch (error) {
  const [message = ""] = (error as Error).message.split(/\. |\n/);
  process.stderr.write(`${message}. Run npx kite fidelity --help for the usage.\n`);
  process.exitCode = 1;
}
