import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack } from "@kite-chat/stack-server";
import { everyFunction, functionRoles } from "../../../constructs/account/physical-names";
import { bundle } from "../../../constructs/functions/lambda-bundle";
import { repositoryFolder } from "../../../constructs/repository";
import { type Figure, type Measurement, medianOf } from "./figure";

/** Nothing listens there: what a module asks for while it is loaded is not waited for. */
const nowhere = "http://127.0.0.1:1";

const importTimer =
  "const start = performance.now(); import(process.argv[1]).then(() => { console.log(performance.now() - start); process.exit(0); });";

/** Of each function, the module that is deployed: its size, and how long Node takes to load it. */
export const bundles: Measurement = async ({ rounds, stackDirectory }) => {
  const modules = bundle(everyFunction((role) => join(repositoryFolder, "lambda-src", role, "index.ts")));
  const stack = readStack(stackDirectory, {
    httpEndpoint: nowhere,
    webSocketEndpoint: nowhere,
    servicesEndpoint: nowhere,
  });
  const folder = mkdtempSync(join(tmpdir(), "kite-bench-bundles-"));
  try {
    const figures: Figure[] = [];
    for (const role of functionRoles) {
      const file = join(folder, `${role}.mjs`);
      const module = modules[role] ?? new Uint8Array();
      writeFileSync(file, module);
      const model = stack.functions.find(({ functionName }) => functionName.endsWith(role));
      figures.push({
        id: `bundle-${role}`,
        what: `bundle of ${role}`,
        unit: "KiB",
        value: module.byteLength / 1024,
        ...(role === "request-dispatcher" && { aim: 750 }),
      });
      figures.push({
        id: `import-${role}`,
        what: `import of ${role}`,
        unit: "ms",
        value: await medianOf(rounds, async () => timeImport(file, model?.environment ?? {})),
        ...(role === "request-dispatcher" && { aim: 120 }),
      });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function timeImport(file: string, environment: Readonly<Record<string, string>>): number {
  const { stdout, stderr } = spawnSync(process.execPath, ["--eval", importTimer, file], {
    env: { ...environment, AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: nowhere },
    encoding: "utf8",
  });
  const milliseconds = Number(stdout);
  if (!(milliseconds > 0)) {
    throw new Error(`${file} cannot be loaded: ${stderr}`);
  }
  return milliseconds;
}
